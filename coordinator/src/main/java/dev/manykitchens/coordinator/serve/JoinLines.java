package dev.manykitchens.coordinator.serve;

import dev.manykitchens.coordinator.security.TokenFile;
import dev.manykitchens.proto.link.Endpoints;
import dev.manykitchens.proto.link.Role;
import dev.manykitchens.proto.link.Token;
import dev.manykitchens.proto.link.Trust;

import java.util.List;

/// What people paste to join a coordinator: secrets, which [#toString] leaves out.
public final class JoinLines {

    private final Endpoints endpoints;
    private final Token worker;
    private final Token client;

    private JoinLines(Endpoints endpoints, Token worker, Token client) {
        this.endpoints = endpoints;
        this.worker = worker;
        this.client = client;
    }

    static JoinLines of(TokenFile tokens, Endpoints endpoints, Trust trust) {
        return new JoinLines(
                endpoints,
                new Token(Role.WORKER, tokens.current(Role.WORKER), trust),
                new Token(Role.CLIENT, tokens.current(Role.CLIENT), trust));
    }

    /// The line for a shell on a host that is to be a worker.
    public String forWorkers() {
        return "kitchen worker --join " + quoted(join());
    }

    /// The line for the shell of somebody who submits jobs or operates the cluster.
    public String forClients() {
        return "export KITCHEN_COORDINATOR=%s KITCHEN_TOKEN=%s"
                .formatted(quoted(endpoints.toString()), client.text());
    }

    /// The same as variables of the environment, `NAME=VALUE`, as files for containers and services
    /// have them.
    public List<String> variables() {
        return List.of(
                "KITCHEN_JOIN=" + join(),
                "KITCHEN_COORDINATOR=" + endpoints,
                "KITCHEN_TOKEN=" + client.text());
    }

    private String join() {
        return worker.text() + "@" + endpoints;
    }

    /// Brackets, as addresses of version 6 have them, mean something else to some shells.
    private static String quoted(String text) {
        return text.contains("[") ? "'" + text + "'" : text;
    }

    @Override
    public String toString() {
        return "lines to join " + endpoints;
    }
}
