package dev.manykitchens.cli;

import dev.manykitchens.cli.terminal.Shell;
import dev.manykitchens.coordinator.serve.JoinLines;
import dev.manykitchens.coordinator.serve.TokenDesk;
import dev.manykitchens.core.recipe.DurationRange;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;

/// `kitchen token`: shows and rotates the tokens of a coordinator, on its host.
@Command(
        name = "token",
        mixinStandardHelpOptions = true,
        versionProvider = KitchenVersion.class,
        description =
                "Show the lines with which workers and clients join a coordinator of this host, or make new tokens.",
        footer = {
            "",
            "It reads and writes the coordinator's state directory, as the owner of that or as root: what root writes there belongs to the directory's owner. A coordinator that runs there notices within its next connection."
                    + " Who has joined with an old token stays until its connection breaks: then it needs the new one, unless the --grace of the old one lasts.",
            "",
            "Examples:",
            "  kitchen token",
            "  kitchen token show --role worker --at 192.0.2.7:7070",
            "  kitchen token rotate --role client --grace 1h"
        })
final class TokenCommand implements Callable<Integer> {

    private final Shell shell;

    /// What is to be done.
    enum Action {
        SHOW,
        ROTATE;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// Whose tokens.
    enum Whose {
        WORKER,
        CLIENT,
        BOTH;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Parameters(
            arity = "0..1",
            paramLabel = "ACTION",
            description =
                    "show: print the lines to paste; rotate: make new tokens first (default: show). One of: ${COMPLETION-CANDIDATES}.")
    private Action action = Action.SHOW;

    @Option(
            names = "--role",
            paramLabel = "ROLE",
            description =
                    "Whose: worker, client or both (default: both; rotate must be told). One of: ${COMPLETION-CANDIDATES}.")
    private @Nullable Whose role;

    @Option(
            names = "--grace",
            paramLabel = "DURATION",
            description = "How long the token before is still good after rotate (default: 0s).")
    private @Nullable String grace;

    @Option(
            names = "--at",
            paramLabel = "HOST[:PORT]",
            description =
                    "Under which address the coordinator is reached, or several that are one, with commas between (default: as it was last started, before the first start 127.0.0.1:7070). It is not remembered.")
    private @Nullable String at;

    @Mixin private StateOption state = new StateOption();

    TokenCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        if (action == Action.SHOW && grace != null) {
            throw new UserMistakeException(
                    "--grace is for old tokens and needs rotate, was given to show; leave it out");
        }
        Whose whose = role == null && action == Action.SHOW ? Whose.BOTH : role;
        if (whose == null) {
            throw new UserMistakeException(
                    "rotate must be told whose tokens, was not; add --role worker, --role client or --role both");
        }
        Duration left = grace == null ? Duration.ZERO : ListenOptions.duration("--grace", grace);
        print(lines(whose, left), whose);
        return ExitCode.GOOD;
    }

    /// Shows, after it has rotated: the new lines are what whoever rotates needs next.
    private JoinLines lines(Whose whose, Duration left) {
        return UserMistakeException.unless(() -> {
            try {
                TokenDesk desk = TokenDesk.open(state.directory(), InstantSource.system());
                warn(desk);
                // Looked at before anything is changed.
                JoinLines before = desk.lines(Optional.ofNullable(at));
                if (action == Action.SHOW) {
                    return before;
                }
                rotate(desk, whose, left);
                return desk.lines(Optional.ofNullable(at));
            } catch (IOException e) {
                throw new UserMistakeException(String.valueOf(e.getMessage()), e);
            }
        });
    }

    /// A mistyped directory has good tokens too, of a coordinator that nobody starts.
    private void warn(TokenDesk desk) throws IOException {
        if (!desk.isServed()) {
            shell.err()
                    .println(
                            "kitchen token: no coordinator was started from %s yet; these tokens are for one that will be, with --state %s%s"
                                    .formatted(
                                            state.directory(),
                                            state.directory(),
                                            at == null
                                                    ? "; until then --at says each time where it is reached, if not at 127.0.0.1:7070"
                                                    : "; until then --at is needed each time"));
        }
    }

    private void rotate(TokenDesk desk, Whose whose, Duration left) throws IOException {
        if (whose != Whose.CLIENT) {
            desk.rotateForWorkers(left);
        }
        if (whose != Whose.WORKER) {
            desk.rotateForClients(left);
        }
        String old =
                left.isZero()
                        ? "the one before is good no more"
                        : "the one before is good for " + DurationRange.text(left);
        shell.err()
                .println(
                        "kitchen token: made a new token for %s, %s; who has joined stays until its connection breaks"
                                .formatted(
                                        whose == Whose.BOTH
                                                ? "workers and one for clients"
                                                : whose + "s",
                                        old));
    }

    private void print(JoinLines lines, Whose whose) {
        if (whose != Whose.CLIENT) {
            shell.out().println(lines.forWorkers());
        }
        if (whose != Whose.WORKER) {
            shell.out().println(lines.forClients());
        }
        shell.out().flush();
    }
}
