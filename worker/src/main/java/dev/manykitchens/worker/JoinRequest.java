package dev.manykitchens.worker;

import dev.manykitchens.core.scenario.WorkerKind;
import dev.manykitchens.core.stove.StoveSpec;
import dev.manykitchens.proto.link.Dial;
import dev.manykitchens.proto.link.Endpoints;
import dev.manykitchens.proto.link.Role;
import dev.manykitchens.proto.link.TlsFiles;
import dev.manykitchens.proto.link.Token;
import dev.manykitchens.proto.link.Trust;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/// How a worker is to join a coordinator.
///
/// @param join `TOKEN@HOST:PORT`, with commas between addresses where several coordinators are one
///   cluster: a secret
/// @param name what it wants to be called; empty: as the coordinator likes
/// @param threads how many chunks it runs at once
/// @param authorities certificates that vouch for the coordinator, a PEM file; empty: those that
///   Java trusts
/// @param certificate what the worker shows of itself
/// @param key the private key of that
/// @param once whether it ends with its first stream, instead of coming back
/// @param speed how fast it computes calibrated work; 1 is as fast as it can
public record JoinRequest(
        String join,
        String name,
        int threads,
        StoveSpec stoves,
        Optional<Path> authorities,
        Optional<Path> certificate,
        Optional<Path> key,
        boolean once,
        double speed) {

    /// The most threads of a worker.
    public static final int MOST_THREADS = 10_000;

    private static final Pattern NAME = Pattern.compile("|[A-Za-z0-9][A-Za-z0-9._-]{0,62}");

    public JoinRequest {
        // The bounds of a kind of workers in a scenario: any of them can be had for real.
        WorkerKind _ = new WorkerKind("kitchen worker", speed, 1);
        if (threads < 1 || threads > MOST_THREADS) {
            throw new IllegalArgumentException(
                    "a worker must have from 1 to %d threads, was to have %d"
                            .formatted(MOST_THREADS, threads));
        }
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "a worker's name must be at most 63 letters, digits, points, - and _, and begin with a letter or digit, was \"%s\""
                            .formatted(name));
        }
    }

    /// What the worker is to be.
    ///
    /// @throws IllegalArgumentException in one line, without the secret, when it cannot be
    WorkerPlan toPlan() {
        String text = join.strip();
        int at = text.lastIndexOf('@');
        if (at < 0) {
            throw new IllegalArgumentException(
                    "what a worker joins with must be TOKEN@HOST:PORT, had no @; kitchen coordinator prints it");
        }
        Token token = Token.parse(text.substring(0, at));
        if (token.role() != Role.WORKER) {
            throw new IllegalArgumentException(
                    "the token must be one for a worker, is one for a %s; kitchen coordinator prints both"
                            .formatted(token.role().word()));
        }
        Endpoints endpoints = Endpoints.parse(text.substring(at + 1));
        if (endpoints.all().stream().anyMatch(endpoint -> endpoint.port() == 0)) {
            throw new IllegalArgumentException(
                    "a coordinator's port must be from 1 to 65535, was 0");
        }
        return new WorkerPlan(
                new Dial(endpoints, token, tlsFiles(token.trust())),
                name,
                threads,
                stoves,
                OptionalLong.empty(),
                !once,
                speed);
    }

    private TlsFiles tlsFiles(Trust trust) {
        TlsFiles files = new TlsFiles(authorities, certificate, key);
        files.requireUseFor(trust);
        return files;
    }

    /// The same without the secret.
    @Override
    public String toString() {
        return "a worker of %d threads%s".formatted(threads, stoves);
    }
}
