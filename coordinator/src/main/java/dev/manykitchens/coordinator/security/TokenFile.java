package dev.manykitchens.coordinator.security;

import dev.manykitchens.coordinator.link.Secrets;
import dev.manykitchens.proto.link.Role;
import dev.manykitchens.proto.link.Token;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The secrets of a coordinator, in a file of its state directory. Another process may rotate them
/// while the coordinator runs: the file is read again when it has changed. Thread-safe.
///
/// A role has one secret that tokens are made of, and for a while after a rotation those before it.
public final class TokenFile implements Secrets {

    private static final int MOST_BYTES = 64 << 10;
    private static final Logger LOG = LoggerFactory.getLogger(TokenFile.class);
    private static final String SCHEMA = "manykitchens.tokens/1";
    private static final JsonMapper MAPPER = JsonMapper.shared();

    private final StateDirectory state;
    private final Path file;
    private final InstantSource clock;
    private volatile Read read;
    private volatile Runnable onChange = () -> {};

    /// A secret that is good.
    ///
    /// @param until good before this; empty: until it is rotated
    private record Known(Role role, String secret, Optional<Instant> until) {

        boolean isGood(Instant now) {
            return until.isEmpty() || now.isBefore(until.get());
        }
    }

    /// What the file said when it was read.
    private record Read(FileTime changed, List<Known> secrets) {
        Read {
            secrets = List.copyOf(secrets);
        }
    }

    private TokenFile(StateDirectory state, Path file, InstantSource clock, Read read) {
        this.state = state;
        this.file = file;
        this.clock = clock;
        this.read = read;
    }

    /// Opens the file, and makes one with new secrets when there is none.
    ///
    /// @param clock ends the grace of old secrets
    /// @throws IOException in one line when it cannot be made or read
    public static TokenFile open(StateDirectory state, InstantSource clock) throws IOException {
        Path file = state.file("tokens.json");
        try (FileChannel channel = state.openLock();
                var _ = channel.lock()) {
            if (!Files.exists(file)) {
                List<Known> fresh = new ArrayList<>();
                for (Role role : Role.values()) {
                    fresh.add(new Known(role, Token.newSecret(), Optional.empty()));
                }
                StateDirectory.write(file, text(fresh));
            }
        }
        return new TokenFile(state, file, clock, read(file));
    }

    /// The secret that tokens for a role are made of now.
    public String current(Role role) {
        refresh();
        return read.secrets().stream()
                .filter(known -> known.role() == role && known.until().isEmpty())
                .map(Known::secret)
                .findFirst()
                .orElseThrow(() ->
                        new IllegalStateException(
                                "%s must have a secret for every role, has none for a %s"
                                        .formatted(file, role.word())));
    }

    /// Sets what is called when another process has changed the file and it was read again, on the
    /// thread that noticed; must be quick, and must not throw.
    public void onChange(Runnable call) {
        onChange = call;
    }

    /// Makes a new secret for a role. Streams that are open stay open.
    ///
    /// @param grace so long the one before is still good; zero: it is good no more
    /// @throws IOException in one line when the file cannot be written
    public void rotate(Role role, Duration grace) throws IOException {
        try (FileChannel channel = state.openLock();
                var _ = channel.lock()) {
            Instant now = clock.instant();
            List<Known> secrets = new ArrayList<>();
            for (Known known : read(file).secrets()) {
                if (known.role() != role) {
                    secrets.add(known);
                } else if (!grace.isZero() && known.isGood(now)) {
                    Instant end = now.plus(grace);
                    Instant until =
                            known.until().filter(earlier -> earlier.isBefore(end)).orElse(end);
                    secrets.add(new Known(role, known.secret(), Optional.of(until)));
                }
            }
            secrets.add(new Known(role, Token.newSecret(), Optional.empty()));
            StateDirectory.write(file, text(secrets));
            read = read(file);
        }
    }

    @Override
    public Optional<Role> roleOf(byte[] shown) {
        refresh();
        Instant now = clock.instant();
        Optional<Role> found = Optional.empty();
        // All are compared, so that the time of an answer does not tell which of them was near.
        for (Known known : read.secrets()) {
            byte[] secret = known.secret().getBytes(StandardCharsets.US_ASCII);
            if (MessageDigest.isEqual(secret, shown) && known.isGood(now)) {
                found = Optional.of(known.role());
            }
        }
        return found;
    }

    /// What cannot be read leaves the secrets as they are: a coordinator that locks everybody out
    /// because somebody edits a file helps nobody.
    private void refresh() {
        try {
            if (!Files.getLastModifiedTime(file).equals(read.changed())) {
                read = read(file);
                LOG.info("tokens were read again file={}", file);
                onChange.run();
            }
        } catch (IOException e) {
            LOG.warn("tokens could not be read again file={} why={}", file, e.getMessage());
        }
    }

    private static Read read(Path file) throws IOException {
        StateDirectory.requireOwnersAlone(file);
        // A pipe would keep whoever reads it waiting, and that is every link's thread.
        if (!Files.isRegularFile(file) || Files.size(file) > MOST_BYTES) {
            throw new IOException(
                    "%s must be a file of at most %d bytes, is not; remove it, and the next start makes new secrets"
                            .formatted(file, MOST_BYTES));
        }
        FileTime changed = Files.getLastModifiedTime(file);
        try {
            JsonNode root = MAPPER.readTree(Files.readAllBytes(file));
            if (!root.path("schema").asString("").equals(SCHEMA)) {
                throw new IOException(
                        "%s must be of the schema %s, is not".formatted(file, SCHEMA));
            }
            List<Known> secrets = new ArrayList<>();
            for (JsonNode entry : root.path("secrets")) {
                String until = entry.path("until").asString("");
                secrets.add(
                        new Known(
                                Role.valueOf(entry.path("role").asString("")),
                                entry.path("secret").asString(""),
                                until.isEmpty()
                                        ? Optional.empty()
                                        : Optional.of(Instant.parse(until))));
            }
            return new Read(changed, secrets);
        } catch (JacksonException | IllegalArgumentException | DateTimeException e) {
            throw new IOException(
                    "%s must hold a coordinator's secrets, cannot be read: %s; remove it, and the next start makes new ones"
                            .formatted(file, reason(e)),
                    e);
        }
    }

    /// Without where in the file, which may tell of the secrets.
    private static String reason(RuntimeException e) {
        String said =
                e instanceof JacksonException json ? json.getOriginalMessage() : e.getMessage();
        return String.valueOf(said).lines().findFirst().orElse("");
    }

    private static byte[] text(List<Known> secrets) {
        ObjectNode root = JsonNodeFactory.instance.objectNode().put("schema", SCHEMA);
        for (Known known : secrets) {
            ObjectNode entry = root.withArray("secrets").addObject();
            entry.put("role", known.role().name()).put("secret", known.secret());
            known.until().ifPresent(until -> entry.put("until", until.toString()));
        }
        return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(root);
    }
}
