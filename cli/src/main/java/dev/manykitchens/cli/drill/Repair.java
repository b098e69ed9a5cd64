package dev.manykitchens.cli.drill;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/// A user's command that undoes what another did, which is carried out in any case: when it is
/// asked for, when this is closed, or when this process ends, however it does. Confined to one
/// thread.
///
/// ```
/// owe ──▶ a shell waits on its standard input ── "undo", or its end ──▶ the command
///                                                            └─ then nobody reads what it says
/// ```
///
/// A strike that is still at work when that shell is left alone is killed first: it would strike
/// what has been put right.
///
/// Were it only this process that knew the command, a SIGKILL for it would leave a machine cut off
/// for ever. Ctrl-C does not reach the command either, nor does a terminal that is closed; what it
/// leaves running ignores both, as what `nohup … &` leaves does.
final class Repair implements AutoCloseable {

    private static final String WAITING =
            """
            trap '' INT TERM HUP
            exec 3>>"$2"
            echo ready
            left=yes
            strike=
            while read -r word; do
              case $word in
                undo) left=; break ;;
                struck) strike= ;;
                *) strike=$word ;;
              esac
            done
            [ -z "$left" ] || [ -z "$strike" ] || kill -KILL "$strike"
            trap - TERM
            /bin/sh -c "$1" </dev/null >&3 2>&3 3>&-
            ended=$?
            [ -z "$left" ] || rm -f "$2"
            exit $ended
            """;

    private final ShellCommand command;
    private final Duration limit;
    private boolean told;
    private boolean over;

    private Repair(ShellCommand command, Duration limit) {
        this.command = command;
        this.limit = limit;
    }

    /// From now on it is carried out in any case.
    ///
    /// @param option by which the command was given
    /// @throws DrillFailedException in one line when no shell can be had
    static Repair owe(String option, String text, Map<String, String> environment, Duration limit) {
        ShellCommand command =
                ShellCommand.start(
                        option,
                        text,
                        environment,
                        (words, said) ->
                                new ProcessBuilder(
                                        "/bin/sh", "-c", WAITING, "sh", words, said.toString()));
        try {
            if (command.process().getInputStream().read() < 0) {
                throw new IOException("it ended");
            }
        } catch (IOException e) {
            command.close();
            throw new DrillFailedException(
                    "%s needs a shell that waits: %s".formatted(option, e.getMessage()), e);
        }
        return new Repair(command, limit);
    }

    /// A strike that this is to undo is at work.
    ///
    /// @param pid the number of its process
    void strikeBegins(long pid) {
        say(Long.toString(pid));
    }

    /// It is not any more.
    void strikeEnded() {
        say("struck");
    }

    private void say(String word) {
        try {
            OutputStream words = command.process().getOutputStream();
            words.write((word + "\n").getBytes(StandardCharsets.US_ASCII));
            words.flush();
        } catch (IOException _) {
            // Somebody has killed the shell: its exit code tells.
        }
    }

    /// Carries it out, unless that was tried before. One that takes longer than its limit goes on.
    ///
    /// @throws DrillFailedException in one line when it does not end well
    void make() throws InterruptedException {
        if (over) {
            return;
        }
        tell();
        boolean ended = command.endsWithin(limit);
        over = true;
        if (!ended) {
            throw command.tooLong(limit, "it goes on");
        }
        command.requireGood();
    }

    /// Whether its end is known, or it has taken longer than its limit: whether it went well, the
    /// call has said that made it.
    boolean isOver() {
        return over;
    }

    /// The number of the shell that waits.
    long pid() {
        return command.process().pid();
    }

    private void tell() {
        if (!told) {
            told = true;
            say("undo");
            try {
                command.process().getOutputStream().close();
            } catch (IOException _) {
                // As above.
            }
        }
    }

    /// Carries it out, unless that was tried before. After an interrupt it goes on by itself, and
    /// nobody knows how it ends.
    ///
    /// @throws DrillFailedException in one line when it does not end well
    @Override
    public void close() {
        try {
            make();
        } catch (InterruptedException _) {
            // It goes on by itself.
            Thread.currentThread().interrupt();
        } finally {
            command.close();
        }
    }
}
