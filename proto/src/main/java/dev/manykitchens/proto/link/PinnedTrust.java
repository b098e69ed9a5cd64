package dev.manykitchens.proto.link;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.net.Socket;
import java.security.MessageDigest;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/// Trusts one certificate, known by its fingerprint, while it is valid.
final class PinnedTrust extends X509ExtendedTrustManager {

    private static final X509Certificate[] NONE = {};

    private final byte[] fingerprint;

    PinnedTrust(Trust.Pinned pinned) {
        fingerprint = pinned.fingerprint().getBytes(US_ASCII);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType)
            throws CertificateException {
        if (chain.length == 0) {
            throw new CertificateException("the coordinator must show a certificate, showed none");
        }
        X509Certificate certificate = chain[0];
        if (!MessageDigest.isEqual(
                fingerprint, Trust.fingerprint(certificate).getBytes(US_ASCII))) {
            throw new CertificateException(
                    "the coordinator's certificate must be the one that the token names, was another:"
                            + " either the token is old, or somebody stands between; get a new token from the coordinator's machine");
        }
        // Says in words since when or until when.
        certificate.checkValidity();
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        checkServerTrusted(chain, authType);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        checkServerTrusted(chain, authType);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType)
            throws CertificateException {
        throw new CertificateException("this trusts a coordinator, nobody else");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        checkClientTrusted(chain, authType);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        checkClientTrusted(chain, authType);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return NONE;
    }
}
