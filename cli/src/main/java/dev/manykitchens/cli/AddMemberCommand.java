package dev.manykitchens.cli;

import dev.manykitchens.cli.member.CatchUp;
import dev.manykitchens.cli.member.MemberSurvey;
import dev.manykitchens.cli.terminal.Shell;
import dev.manykitchens.coordinator.client.ClusterOperator;
import dev.manykitchens.coordinator.membership.Member;
import dev.manykitchens.coordinator.membership.MemberState;
import dev.manykitchens.coordinator.membership.NewMember;
import dev.manykitchens.coordinator.membership.Peers;
import dev.manykitchens.report.text.Figures;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;

/// `kitchen coordinator add`: takes a coordinator into those that keep one journal.
@Command(
        name = "add",
        mixinStandardHelpOptions = true,
        versionProvider = KitchenVersion.class,
        description =
                "Take a coordinator into those that keep one journal, or put it in the place of one whose disk was lost.",
        footer = {
            "",
            "The new one runs already: started with an empty --data and the same --peers, it says its id and this command. The command returns when it has all that the others have; it may take 10 minutes to get that, and then as long as it comes forward to write it into its own journal. Where it does not, a note says so.",
            "",
            "Exit codes: 0 it was taken in, 1 it was not, 2 a mistake in the command line.",
            "",
            "Example:",
            "  kitchen coordinator add m0f3a9c1b2d4e c:7070/7073 \\",
            "      --replaces m5e6f70819a2b"
        })
final class AddMemberCommand implements Callable<Integer> {

    /// So long a newcomer may apply nothing more: what it got may be a large copy of the journal.
    private static final Duration STANDSTILL = Duration.ofSeconds(60);

    private final Shell shell;

    @Mixin private ClusterOptions cluster = new ClusterOptions();

    @Parameters(index = "0", paramLabel = "ID", description = "Its id, as it says itself.")
    private String id = "";

    @Parameters(
            index = "1",
            paramLabel = "HOST:PORT[/REPLICATION_PORT]",
            description = "Where it is reached, by workers and clients and by the others.")
    private String address = "";

    @Option(
            names = "--replaces",
            paramLabel = "ID",
            description =
                    "The member whose place it takes, in the same step, so that the others never need it to go on.")
    private @Nullable String replaces;

    AddMemberCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws InterruptedException {
        NewMember member =
                UserMistakeException.unless(() -> {
                    Peers.Peer peer = Peers.Peer.parse(address);
                    return new NewMember(
                            new Member(id, peer.address(), peer.replication()),
                            Optional.ofNullable(replaces));
                });
        requireItself(member.member());
        OptionalLong entries =
                cluster.leaderSays(leader -> {
                    OptionalLong before = CatchUp.applied(leader.members());
                    leader.add(member);
                    return after(leader, before);
                });
        shell.out()
                .println(
                        id
                                + (replaces == null
                                        ? " was taken in"
                                        : " was taken in, in the place of " + replaces));
        awaitCaughtUp(member.member().address(), entries.orElse(0));
        return ExitCode.GOOD;
    }

    /// What the leader has now. It was taken in, whatever becomes of the leader.
    private static OptionalLong after(ClusterOperator leader, OptionalLong before) {
        try {
            return CatchUp.applied(leader.members());
        } catch (IllegalStateException _) {
            return before;
        }
    }

    private void awaitCaughtUp(String newcomer, long entries) throws InterruptedException {
        try (ClusterOperator operator = MemberSurvey.operator(cluster.address(), newcomer)) {
            CatchUp.Reached reached = CatchUp.of(operator).await(entries, STANDSTILL);
            if (reached.entries() < entries) {
                shell.err().println("kitchen coordinator add: note: " + lack(reached, entries));
            }
        }
    }

    private static String lack(CatchUp.Reached reached, long entries) {
        return reached.silence()
                        .map(
                                "it does not say whether it has all that the others have: %s"
                                        ::formatted)
                        .orElse(
                                "it has applied %s of the %s entries that the others have, and nothing more for %d s"
                                        .formatted(
                                                Figures.count(reached.entries()),
                                                Figures.count(entries),
                                                STANDSTILL.toSeconds()))
                + "; until it has them nobody leads where it is elected: see kitchen coordinator status";
    }

    /// Asks it who it is. The one that leads would look for it at a mistyped address for a while,
    /// and then for as long as it leads.
    private void requireItself(Member wanted) {
        Member itself;
        try (ClusterOperator operator =
                MemberSurvey.operator(cluster.address(), wanted.address())) {
            itself =
                    operator.members().stream()
                            .filter(MemberState::answers)
                            .map(MemberState::member)
                            .findFirst()
                            .orElseThrow(
                                    () -> new IllegalStateException("it does not say who it is"));
        } catch (IllegalStateException e) {
            throw new RunFailedException(
                    "the member at %s must answer before it is taken in, did not: %s"
                            .formatted(wanted.address(), e.getMessage()),
                    e);
        } catch (IllegalArgumentException e) {
            throw new UserMistakeException(String.valueOf(e.getMessage()), e);
        }
        if (!itself.id().equals(wanted.id())
                || !itself.replication().equals(wanted.replication())) {
            throw new RunFailedException(
                    "the member at %s must be %s, which the others reach at %s, is %s, which they reach at %s"
                            .formatted(
                                    wanted.address(),
                                    wanted.id(),
                                    wanted.replication(),
                                    itself.id(),
                                    itself.replication()));
        }
    }
}
