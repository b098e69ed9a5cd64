package dev.manykitchens.core.pool;

/// Where the coordinator of a cluster is, and what allows to use it.
///
/// @param endpoint `HOST:PORT`; several of them, with commas between, where several coordinators
///   are one cluster, of which one leads
/// @param token the text of a token for clients: a secret, which [#toString] leaves out
/// @param certificates PEM files for those who use authorities of their own: of the authorities
///   that vouch for the coordinator, of what this end shows, of the key of that; empty texts where
///   there are none
public record CoordinatorAddress(String endpoint, String token, Certificates certificates) {

    /// PEM files; empty texts where there are none.
    public record Certificates(String authorities, String certificate, String key) {

        /// None.
        public static final Certificates NONE = new Certificates("", "", "");
    }

    @Override
    public String toString() {
        return endpoint;
    }
}
