package dev.manykitchens.coordinator.security;

import dev.manykitchens.proto.link.Endpoints;
import dev.manykitchens.proto.link.Trust;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// How the coordinator of a state directory was last started, so that tokens can be written out
/// while it runs, and when it does not.
///
/// @param endpoints where others reach it, and the coordinators that are one with it
/// @param trust how it proves who it is
public record LastServed(Endpoints endpoints, Trust trust) {

    private static final String SCHEMA = "manykitchens.served/1";
    private static final String FINGERPRINT = "fingerprint";
    private static final String AUTHORITIES = "authorities";
    private static final JsonMapper MAPPER = JsonMapper.shared();

    /// What is kept; empty when no coordinator was started there yet.
    ///
    /// @throws IOException in one line when it cannot be read
    public static Optional<LastServed> read(StateDirectory state) throws IOException {
        Path file = file(state);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        StateDirectory.requireOwnersAlone(file);
        try {
            JsonNode root = MAPPER.readTree(Files.readAllBytes(file));
            if (!root.path("schema").asString("").equals(SCHEMA)) {
                throw new IllegalArgumentException("the schema is not " + SCHEMA);
            }
            return Optional.of(
                    new LastServed(
                            Endpoints.parse(root.path("endpoint").asString("")), trust(root)));
        } catch (JacksonException | IllegalArgumentException e) {
            throw new IOException(
                    "%s must say how a coordinator was started, cannot be read: %s; remove it, and the next start writes another"
                            .formatted(file, e.getMessage()),
                    e);
        }
    }

    /// Keeps it.
    ///
    /// @throws IOException when it cannot be written
    public void write(StateDirectory state) throws IOException {
        ObjectNode root =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("schema", SCHEMA)
                        .put("endpoint", endpoints.toString());
        switch (trust) {
            case Trust.Pinned(String fingerprint) -> root.put(FINGERPRINT, fingerprint);
            case Trust.Authorities() -> root.put(AUTHORITIES, true);
            case Trust.Nobody() -> {
                // Nothing says it.
            }
        }
        StateDirectory.write(
                file(state), MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(root));
    }

    private static Trust trust(JsonNode root) {
        if (root.path(AUTHORITIES).asBoolean(false)) {
            return new Trust.Authorities();
        }
        String fingerprint = root.path(FINGERPRINT).asString("");
        return fingerprint.isEmpty() ? new Trust.Nobody() : new Trust.Pinned(fingerprint);
    }

    private static Path file(StateDirectory state) {
        return state.file("served.json");
    }
}
