package dev.manykitchens.cli;

import dev.manykitchens.cli.member.Majority;
import dev.manykitchens.cli.terminal.Shell;
import dev.manykitchens.coordinator.client.ClusterOperator;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

import java.util.Optional;
import java.util.concurrent.Callable;

/// `kitchen coordinator remove`: lets one of several coordinators go.
@Command(
        name = "remove",
        mixinStandardHelpOptions = true,
        versionProvider = KitchenVersion.class,
        description =
                "Let one of the coordinators that keep one journal go: the others need it no more for a majority.",
        footer = {
            "",
            "The one that leads must hand over first (kitchen coordinator hand-over). One that was removed ends by itself.",
            "Two that are left bear no loss: to put another in the place of a lost one, use kitchen coordinator add ID … --replaces LOST instead. A removal after which too few would be there to go on is refused.",
            "",
            "Exit codes: 0 it was removed, 1 it was not, 2 a mistake in the command line.",
            "",
            "Example:",
            "  kitchen coordinator remove m5e6f70819a2b"
        })
final class RemoveMemberCommand implements Callable<Integer> {

    private final Shell shell;

    @Mixin private ClusterOptions cluster = new ClusterOptions();

    @Parameters(paramLabel = "ID", description = "Its id, as kitchen coordinator status lists it.")
    private String id = "";

    RemoveMemberCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        Optional<Majority> left =
                cluster.leaderSays(operator -> {
                    operator.remove(id);
                    return left(operator);
                });
        shell.out().println(id + " was removed");
        shell.out().flush();
        left.filter(Majority::bearsNoLoss)
                .ifPresent(
                        its -> shell.err().println("kitchen coordinator remove: " + meaning(its)));
        return ExitCode.GOOD;
    }

    /// Those that are left; empty: who leads does not say any more.
    private static Optional<Majority> left(ClusterOperator operator) {
        try {
            return Optional.of(Majority.of(operator.members()));
        } catch (IllegalStateException _) {
            return Optional.empty();
        }
    }

    private static String meaning(Majority left) {
        return "note: of %s %d must be there and %d %s, so the loss of one more stops the cluster; take another in with kitchen coordinator add, and next time use add --replaces to put it in the place of a lost one in one step"
                .formatted(
                        left.members() == 1
                                ? "the 1 member that is left"
                                : "the %d members that are left".formatted(left.members()),
                        left.needed(),
                        left.there(),
                        left.there() == 1 ? "is" : "are");
    }
}
