package dev.manykitchens.proto.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.util.EnumSet;
import java.util.Set;

import javax.net.ssl.SSLHandshakeException;

class StatusTextTest {

    private static final Set<Status.Code> FOR_GOOD =
            EnumSet.of(
                    Status.Code.UNAUTHENTICATED,
                    Status.Code.PERMISSION_DENIED,
                    Status.Code.FAILED_PRECONDITION,
                    Status.Code.INVALID_ARGUMENT,
                    Status.Code.UNIMPLEMENTED);

    @ParameterizedTest
    @EnumSource
    void refusalsAreForGoodAndFailuresAreNot(Status.Code code) {
        StatusText text =
                StatusText.of(
                        code.toStatus().withDescription("said\n in  two").asRuntimeException());

        assertThat(text.isForGood()).isEqualTo(FOR_GOOD.contains(code));
        assertThat(text.sentence()).endsWith("said in two");
    }

    @Test
    void whoIsNoCoordinatorIsCalledThat() {
        assertThat(StatusText.of(Status.UNIMPLEMENTED.asRuntimeException()).sentence())
                .isEqualTo(
                        "who answers there must be a coordinator of many kitchens, is none: UNIMPLEMENTED");
    }

    @Test
    void aCertificateThatIsNotValidNowSaysWhatToDo() {
        StatusText text = distrusted(new CertificateExpiredException("NotAfter: yesterday"));

        assertThat(text.isForGood()).isTrue();
        assertThat(text.sentence())
                .isEqualTo(
                        "the coordinator's certificate must be valid now, is not (NotAfter: yesterday); renew it, or set the clocks of both machines right");
    }

    @Test
    void aCertificateOfNobodyKnownSaysWhatToDo() {
        assertThat(distrusted(new CertificateException("No name matching here")).sentence())
                .contains(
                        "must be trusted here, is not: No name matching here; name its authority");
    }

    @Test
    void whatTheTokenSaysOfACertificateStandsAsItIs() {
        String said = "the coordinator's certificate must be the one that the token names";

        assertThat(distrusted(new CertificateException(said)))
                .isEqualTo(new StatusText(said, true));
    }

    @Test
    void aCauseIsToldWhenItSaysAnything() {
        assertThat(unavailable(new IOException("refused")).sentence())
                .isEqualTo("io exception (refused)");
        assertThat(unavailable(new IOException()).sentence()).isEqualTo("io exception");
    }

    private static StatusText distrusted(CertificateException distrust) {
        return unavailable(new SSLHandshakeException("no", distrust));
    }

    private static StatusText unavailable(Throwable cause) {
        return StatusText.of(
                Status.UNAVAILABLE
                        .withDescription("io exception")
                        .withCause(cause)
                        .asRuntimeException());
    }
}
