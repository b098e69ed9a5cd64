package dev.manykitchens.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// An authority that vouches for certificates.
///
/// @param certificate its own, PEM
record TestAuthority(Path folder, String name, Path certificate) {

    private static final String PASSWORD = "for-tests";

    /// Makes one: `NAME.pem`.
    static TestAuthority make(Path folder, String name) throws Exception {
        keytool(folder, name, name, "-ext", "BC:c");
        return new TestAuthority(folder, name, load(folder, name, name).certificate());
    }

    /// A certificate for `localhost` and 127.0.0.1, and its key.
    PemFiles issue(String its) throws Exception {
        keytool(folder, name, its, "-signer", name, "-ext", "SAN=DNS:localhost,IP:127.0.0.1");
        return load(folder, name, its);
    }

    private static void keytool(Path folder, String store, String alias, String... more)
            throws Exception {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "keytool")
                                        .toString(),
                                "-genkeypair",
                                "-alias",
                                alias,
                                "-keyalg",
                                "EC",
                                "-dname",
                                "CN=" + alias,
                                "-storetype",
                                "PKCS12",
                                "-storepass",
                                PASSWORD,
                                "-keystore",
                                folder.resolve(store + ".p12").toString()));
        command.addAll(List.of(more));
        Process keytool =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(keytool.exitValue()).isZero();
    }

    private static PemFiles load(Path folder, String store, String alias) throws Exception {
        KeyStore its = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(folder.resolve(store + ".p12"))) {
            its.load(in, PASSWORD.toCharArray());
        }
        return PemFiles.of(its, alias, PASSWORD, folder, alias);
    }
}
