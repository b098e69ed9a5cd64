package dev.manykitchens.cli;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A certificate that vouches for itself and its key, as PEM files.
///
/// @param certificate for `localhost`
/// @param key PKCS #8 without a password
record PemFiles(Path certificate, Path key) {

    private static final String PASSWORD = "for-tests";

    /// Makes them: `NAME.pem` and `NAME.key`.
    ///
    /// @param algorithm of the key, as `keytool` calls it
    static PemFiles make(Path folder, String name, String algorithm) throws Exception {
        Path file = folder.resolve(name + ".p12");
        Process keytool =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "keytool")
                                        .toString(),
                                "-genkeypair",
                                "-alias",
                                "it",
                                "-keyalg",
                                algorithm,
                                "-dname",
                                "CN=" + name,
                                "-ext",
                                "SAN=DNS:localhost",
                                "-storetype",
                                "PKCS12",
                                "-storepass",
                                PASSWORD,
                                "-keystore",
                                file.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD.toCharArray());
        }
        return of(store, "it", PASSWORD, folder, name);
    }

    /// Those of an entry of a key store: `NAME.pem` and `NAME.key`.
    static PemFiles of(KeyStore store, String alias, String password, Path folder, String name)
            throws Exception {
        Path certificate = folder.resolve(name + ".pem");
        Path key = folder.resolve(name + ".key");
        write(certificate, "CERTIFICATE", store.getCertificate(alias).getEncoded());
        write(key, "PRIVATE KEY", store.getKey(alias, password.toCharArray()).getEncoded());
        return new PemFiles(certificate, key);
    }

    private static void write(Path file, String what, byte[] content) throws Exception {
        Files.write(
                file,
                List.of(
                        "-----BEGIN " + what + "-----",
                        Base64.getMimeEncoder(64, "\n".getBytes(US_ASCII)).encodeToString(content),
                        "-----END " + what + "-----"));
    }
}
