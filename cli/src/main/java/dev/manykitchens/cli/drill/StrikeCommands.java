package dev.manykitchens.cli.drill;

import java.util.Map;
import java.util.Optional;

/// How the coordinators of a cluster that is there are struck: a user's own commands, for `/bin/sh
/// -c` on the machine of the drill.
///
/// @param kill kills the coordinator that leads
/// @param start starts it again; empty: somebody else does
/// @param cut cuts the coordinator that leads off from the others
/// @param mend undoes that
public record StrikeCommands(
        Optional<String> kill,
        Optional<String> start,
        Optional<String> cut,
        Optional<String> mend) {

    /// @throws IllegalArgumentException in one line when nothing can be played with them
    public StrikeCommands {
        requireText("--kill", kill);
        requireText("--start", start);
        requireText("--cut", cut);
        requireText("--mend", mend);
        require(
                kill.isPresent() || start.isEmpty(),
                "--start starts what --kill has killed, was given without it; add --kill COMMAND");
        require(
                cut.isPresent() || mend.isEmpty(),
                "--mend undoes what --cut has done, was given without it; add --cut COMMAND");
        require(
                kill.isPresent() || cut.isPresent(),
                "a cluster of yours is struck by commands of yours, none was given; add --kill COMMAND, or --cut COMMAND and --mend COMMAND, as kitchen drill --help shows");
        require(
                cut.isEmpty() || mend.isPresent(),
                "--cut must be undone, no command says how; add --mend COMMAND");
    }

    private static void requireText(String option, Optional<String> command) {
        require(
                command.filter(String::isBlank).isEmpty(),
                option + " must be a command for /bin/sh, was blank");
    }

    private static void require(boolean met, String complaint) {
        if (!met) {
            throw new IllegalArgumentException(complaint);
        }
    }

    /// Whom a command is to strike.
    ///
    /// @param id of the member, as `kitchen coordinator status` lists it; empty: it is one alone
    /// @param address its `HOST:PORT`
    record Struck(String id, String address) {

        /// Whether there is no other that could lead.
        boolean isAlone() {
            return id.isEmpty();
        }

        /// What a command is told of it. Variables, and not words of the command: whatever a name
        /// holds, a shell does not read it as a command.
        Map<String, String> environment() {
            int colon = address.lastIndexOf(':');
            String host = address.substring(0, colon);
            return Map.of(
                    "KITCHEN_MEMBER",
                    id,
                    "KITCHEN_MEMBER_HOST",
                    host.startsWith("[") ? host.substring(1, host.length() - 1) : host,
                    "KITCHEN_MEMBER_PORT",
                    address.substring(colon + 1));
        }
    }
}
