package dev.manykitchens.proto.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.net.ConnectException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.util.EnumSet;
import java.util.List;
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
        assertThat(unavailable(new IOException("refused")).sentence()).isEqualTo("refused");
        assertThat(unavailable(new IOException()).sentence()).isEqualTo("the connection failed");
        assertThat(
                        StatusText.of(
                                        Status.UNAVAILABLE
                                                .withDescription("the coordinator drains")
                                                .withCause(new IOException("why"))
                                                .asRuntimeException())
                                .sentence())
                .isEqualTo("the coordinator drains (why)");
    }

    @Test
    void whoListensNowhereIsRefusedInTheSystemsWords() {
        IOException annotated =
                new IOException(
                        "Connection refused: /127.0.0.1:7999",
                        new ConnectException("Connection refused"));

        assertThat(unavailable(annotated).sentence()).isEqualTo("connection refused");
    }

    @Test
    void noNameOfAClassIsShown() {
        StatusText text =
                StatusText.of(
                        Status.UNAVAILABLE
                                .withDescription(
                                        "ssl exception\nChannel Pipeline: [SslHandler#0, X$Y#0]")
                                .withCause(
                                        new IOException(
                                                "io.grpc.netty.shaded.io.netty.handler.ssl.ReferenceCountedOpenSslEngine$OpenSslException: error:10000418:SSL routines:OPENSSL_internal:TLSV1_ALERT_UNKNOWN_CA"))
                                .asRuntimeException());

        assertThat(text).isEqualTo(new StatusText("TLSV1_ALERT_UNKNOWN_CA", false));
    }

    @Test
    void whoMustShowACertificateIsToldSoForGood() {
        assertThat(
                        unavailable(
                                new IOException(
                                        "error:1000045c:SSL routines:OPENSSL_internal:TLSV1_ALERT_CERTIFICATE_REQUIRED")))
                .isEqualTo(
                        new StatusText(
                                "the coordinator wants a certificate; give --tls-cert and --tls-key",
                                true));
    }

    @Test
    void aStreamThatWasCutIsToldWithoutTheFramesThatDidIt() {
        for (String frames :
                List.of(
                        "RST_STREAM closed stream. HTTP/2 error code: CANCEL",
                        "Connection closed after GOAWAY. HTTP/2 error code: NO_ERROR, debug data: app_requested",
                        "Stream closed before write could take place",
                        "Channel shutdownNow invoked")) {
            for (Status status : List.of(Status.CANCELLED, Status.UNAVAILABLE, Status.INTERNAL)) {
                assertThat(StatusText.of(status.withDescription(frames).asRuntimeException()))
                        .isEqualTo(
                                new StatusText(
                                        "the connection was ended while it was in use", false));
            }
        }
    }

    @Test
    void aDeadlineIsToldWithoutTheChannelsNumbers() {
        String numbers =
                "CallOptions deadline exceeded after 4.9s. Name resolution delay 0.0 seconds. ";

        assertThat(late(numbers + "[connecting_and_lb_delay=28ns, was_still_waiting]").sentence())
                .isEqualTo(
                        "who listens there does not answer in time; it is busy or stopped, or no coordinator");
        assertThat(late(numbers + "[remote_addr=/127.0.0.1:7070]").sentence())
                .isEqualTo("there was no answer in time");
        String tooLate =
                "ClientCall started after CallOptions deadline was exceeded -0.54 seconds ago. Name resolution delay 0.0 seconds.";
        assertThat(late(tooLate).sentence()).isEqualTo("there was no answer in time");
    }

    private static StatusText late(String description) {
        return StatusText.of(
                Status.DEADLINE_EXCEEDED.withDescription(description).asRuntimeException());
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
