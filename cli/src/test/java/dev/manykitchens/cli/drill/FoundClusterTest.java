package dev.manykitchens.cli.drill;

import static dev.manykitchens.cli.drill.ScriptedProbe.alone;
import static dev.manykitchens.cli.drill.ScriptedProbe.led;
import static dev.manykitchens.cli.drill.ScriptedProbe.member;
import static dev.manykitchens.cli.drill.ScriptedProbe.one;
import static dev.manykitchens.cli.drill.ScriptedProbe.silent;
import static dev.manykitchens.cli.drill.ScriptedProbe.view;
import static dev.manykitchens.cli.drill.ScriptedProbe.viewAfter;
import static dev.manykitchens.cli.drill.ScriptedProbe.with;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.manykitchens.cli.member.MemberSurvey;
import dev.manykitchens.cli.member.SurveyedMember.Answer;
import dev.manykitchens.coordinator.membership.MemberState.Role;
import dev.manykitchens.core.pool.CoordinatorAddress;
import dev.manykitchens.report.drill.DrillSetting;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/// A cluster that looks as a test says, struck by real commands.
@Tag("jvm")
@Execution(ExecutionMode.CONCURRENT)
class FoundClusterTest {

    private static final MemberSurvey WHOLE = led("b", 10, 10, 10);
    private static final String WHO = "$KITCHEN_MEMBER $KITCHEN_MEMBER_HOST $KITCHEN_MEMBER_PORT";

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir private Path folder;

    private final List<String> said = new ArrayList<>();

    @Test
    void whatIsGoingToBeStruckIsSaid() throws Exception {
        try (FoundCluster cluster = look(new ScriptedProbe(WHOLE))) {
            assertThat(cluster.described())
                    .isEqualTo(
                            "2 workers of 10 threads together run jobs; of the coordinators a:7070, b:7070, c:7070 the one that leads, now b:7070, is going to be killed (--kill), then cut off for 200ms (--cut)");
            assertThat(cluster.setting())
                    .isEqualTo(
                            new DrillSetting.Found(List.of("a:7070", "b:7070", "c:7070"), 2, 10));
        }
    }

    @Test
    void theLoadIsWhatAllWorkersButTheLargestCarryAndNotWhateverTheyCould() throws Exception {
        assertThat(loadOn(4, 6)).isEqualTo(new DrilledCluster.Load(1, 4));
        assertThat(loadOn(3)).isEqualTo(new DrilledCluster.Load(1, 3));
        assertThat(loadOn(64, 64, 64, 64)).isEqualTo(new DrilledCluster.Load(32, 4));
    }

    private DrilledCluster.Load loadOn(int... threads) throws InterruptedException {
        try (FoundCluster cluster =
                look(new ScriptedProbe(WHOLE).with(Optional.of(view(threads))))) {
            return cluster.load();
        }
    }

    @Test
    void aClusterThatIsNotWholeIsRefused() {
        assertRefused(
                with(
                        WHOLE,
                        silent(
                                "c",
                                Answer.MISSING,
                                "the coordinator at c:7070 must be there, no route")),
                "the coordinator at c:7070 must be there, no route");
        assertRefused(
                with(WHOLE, silent("c", Answer.MISSING, "this member starts")),
                "the coordinator at c:7070 says: this member starts");
        assertRefused(
                with(WHOLE, silent("c", Answer.NOT_ASKED, "was not asked")),
                "--coordinator must name all coordinators that are one, c:7070 is missing there");
        assertRefused(
                with(WHOLE, member("c", Role.NEWCOMER, 0)),
                "the coordinator at c:7070 must be a member, is a shown; kitchen coordinator add takes it in");
        assertRefused(
                with(WHOLE, member("c", Role.LEADER, 10)),
                "exactly one of the coordinators must lead, b:7070 and c:7070 say that they do");
        assertRefused(
                with(WHOLE, member("b", Role.FOLLOWER, 10)),
                "exactly one of the coordinators must lead, none says that it does");
        assertRefused(
                new ScriptedProbe(WHOLE).with(Optional.of(view())),
                "workers must be there for the drill's jobs, none takes any; kitchen worker starts one");
    }

    @Test
    void oneThatDoesNotSayWhetherItHasMembersIsNotTakenForOneAlone() {
        // It serves meanwhile, as one member of three does that has much to do.
        assertRefused(
                one(
                        Answer.MISSING,
                        "the coordinator at a:7070 must answer within 5 s, did not: there was no answer in time"),
                "the coordinator at a:7070 must answer within 5 s, did not: there was no answer in time");
    }

    private void assertRefused(MemberSurvey survey, String why) {
        assertRefused(new ScriptedProbe(survey), why);
    }

    private void assertRefused(ScriptedProbe probe, String why) {
        assertThatThrownBy(() -> look(probe))
                .isInstanceOf(DrillFailedException.class)
                .hasMessage("a cluster must be whole before it is struck: " + why);
    }

    @Test
    void aMemberThatIsBehindIsWaitedForUntilItIsWhereTheOneThatLeadsWas() throws Exception {
        ScriptedProbe probe =
                new ScriptedProbe(WHOLE)
                        .then(led("b", 10, 12, 3))
                        .then(led("b", 14, 15, 11))
                        .then(led("b", 16, 17, 12));

        try (FoundCluster _ = look(probe)) {
            assertThat(probe.survey()).isEqualTo(led("b", 16, 17, 12));
        }
    }

    @Test
    void whoeverLeadsAtThatMomentIsKilledAndStartedAgainOnceTheOthersHaveRecovered()
            throws Exception {
        ScriptedProbe probe = new ScriptedProbe(WHOLE).then(WHOLE).then(led("c", 10, 10, 10));
        try (FoundCluster cluster = look(probe)) {
            FaultInjection kill = cluster.faults().getFirst().prepare();
            assertThat(kill.name()).isEqualTo("kill the leader c:7070");
            assertThat(kill.worker()).isEmpty();

            kill.strike();
            assertThat(log()).containsExactly("kill mc c 7070");

            kill.repair();
            assertThat(log()).containsExactly("kill mc c 7070", "start mc c 7070");
            assertThat(probe.watched).containsExactly("c:7070");
            Awaitility.await().until(() -> kill.seen().anotherLeads().isPresent());
            assertThat(kill.seen().command().orElseThrow()).isPositive();
            cluster.awaitWhole();
        }
        assertThat(log()).containsExactly("kill mc c 7070", "start mc c 7070");
        assertThat(said).isEmpty();
    }

    @Test
    void whoeverIsCutOffIsMendedAfterThePause() throws Exception {
        try (FoundCluster cluster = look(new ScriptedProbe(WHOLE))) {
            FaultInjection cut = cluster.faults().getLast().prepare();
            assertThat(cut.name()).isEqualTo("cut off the leader b:7070 for 200ms");
            long began = System.nanoTime();

            cut.strike();

            assertThat(System.nanoTime() - began).isGreaterThan(200_000_000);
            assertThat(log()).containsExactly("cut mb b 7070", "mend mb b 7070");
        }
    }

    @Test
    void whatMayHaveBeenStruckIsPutRightThoughTheCommandFails() throws Exception {
        try (FoundCluster cluster =
                look(new ScriptedProbe(WHOLE), command("kill", "exit 4"), command("cut", ""))) {
            FaultInjection kill = cluster.faults().getFirst().prepare();
            assertThatThrownBy(kill::strike)
                    .isInstanceOf(DrillFailedException.class)
                    .hasMessageContaining("--kill must end with exit code 0, ended with 4");
        }
        assertThat(log()).containsExactly("kill mb b 7070", "start mb b 7070");
        assertThat(said).containsExactly("--start was carried out");
    }

    @Test
    void whatIsNotWaitedForAtTheEndIsSaidToGoOn() throws Exception {
        Path gate = folder.resolve("gate");
        assertThat(new ProcessBuilder("mkfifo", gate.toString()).start().waitFor()).isZero();
        Path mended = folder.resolve("mended");
        String mend = "read _ < " + gate + "; echo late > " + mended;
        try (FoundCluster cluster =
                look(
                        new ScriptedProbe(WHOLE),
                        new StrikeCommands(
                                Optional.empty(),
                                Optional.empty(),
                                Optional.of("exit 1"),
                                Optional.of(mend)))) {
            assertThatThrownBy(cluster.faults().getFirst().prepare()::strike)
                    .hasMessageContaining("--cut");
            Thread.currentThread().interrupt();
        }
        assertThat(Thread.interrupted()).isTrue();
        assertThat(said)
                .containsExactly(
                        "--mend goes on by itself, how it ends was not waited for: " + mend);

        Files.writeString(gate, "\n");
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(mended).hasContent("late"));
    }

    @Test
    void whatCannotBePutRightAtTheEndIsSaid() throws Exception {
        try (FoundCluster cluster =
                look(
                        new ScriptedProbe(WHOLE),
                        new StrikeCommands(
                                Optional.empty(),
                                Optional.empty(),
                                Optional.of("exit 1"),
                                Optional.of("echo no such network; exit 9")))) {
            assertThatThrownBy(cluster.faults().getFirst().prepare()::strike)
                    .hasMessageContaining("--cut");
        }
        assertThat(said)
                .containsExactly(
                        "--mend must end with exit code 0, ended with 9: echo no such network; exit 9; it said: no such network");
    }

    @Test
    void aCommandThatKillsNobodyEndsTheDrill() throws Exception {
        try (FoundCluster cluster = look(new ScriptedProbe(WHOLE).withoutAnother())) {
            FaultInjection kill = cluster.faults().getFirst().prepare();
            kill.strike();
            kill.repair();

            assertThatThrownBy(cluster::awaitWhole)
                    .hasMessageStartingWith(
                            "--kill must reach the coordinator at b:7070, ended well and that one went on as if nothing had been: ");
        }
    }

    @Test
    void aCutThatNobodyNoticesIsDoubted() throws Exception {
        try (FoundCluster cluster = look(new ScriptedProbe(WHOLE).withoutAnother())) {
            cluster.faults().getLast().prepare().strike();
            cluster.awaitWhole();
        }
        assertThat(said).singleElement().asString().startsWith("--cut must reach the coordinator");
    }

    @Test
    void whoLeadsOnceTheClusterWasWholeAgainIsNoneOfThatFaultsBusiness() throws Exception {
        ScriptedProbe probe = new ScriptedProbe(WHOLE).withoutAnother();
        try (FoundCluster cluster = look(probe)) {
            FaultInjection cut = cluster.faults().getLast().prepare();
            cut.strike();
            cluster.awaitWhole();

            probe.anotherLeads();

            Awaitility.await().atMost(PATIENCE).until(probe::hasWatchEnded);
            assertThat(cut.seen().anotherLeads()).isEmpty();
        }
    }

    @Test
    void oneThatIsAloneIsStartedAgainAtOnceBecauseNobodyElseServes() throws Exception {
        ScriptedProbe probe = new ScriptedProbe(alone());
        try (FoundCluster cluster = look(probe)) {
            assertThat(cluster.described())
                    .endsWith(
                            "the coordinator a:7070 is going to be killed (--kill), then cut off for 200ms (--cut)");
            FaultInjection restart = cluster.faults().getFirst().prepare();
            assertThat(restart.name()).isEqualTo("restart the coordinator a:7070");

            restart.strike();

            assertThat(log()).containsExactly("kill  a 7070", "start  a 7070");
            assertThat(restart.seen().anotherLeads()).isEmpty();
            var _ = probe.with(Optional.of(viewAfter(1_000, 4, 6)));
            cluster.awaitWhole();
        }
    }

    @Test
    void anAnswerThatIsNoneIsAskedForAgain() {
        AtomicInteger asked = new AtomicInteger();
        try (LeaderWatch watch =
                LeaderWatch.begin(
                        List.of(
                                new LeaderWatch.Asked() {
                                    @Override
                                    public boolean leads() {
                                        return switch (asked.incrementAndGet()) {
                                            case 1 -> throw new IllegalStateException("no answer");
                                            case 2 -> throw new IllegalArgumentException("no role");
                                            default -> true;
                                        };
                                    }

                                    @Override
                                    public void close() {}
                                }))) {
            Awaitility.await().atMost(PATIENCE).until(() -> watch.seconds().isPresent());
        }
        assertThat(asked).hasValue(3);
    }

    @Test
    void oneThatIsAloneAndHasRunForLongerThanTheDrillWasNotKilled() throws Exception {
        try (FoundCluster cluster = look(new ScriptedProbe(alone()))) {
            cluster.faults().getFirst().prepare().strike();

            assertThatThrownBy(cluster::awaitWhole).hasMessageStartingWith("--kill must reach");
        }
    }

    private List<String> log() throws Exception {
        return Files.readAllLines(folder.resolve("log"));
    }

    private String command(String word, String after) {
        return "echo \"%s %s\" >> %s; %s".formatted(word, WHO, folder.resolve("log"), after);
    }

    private FoundCluster look(ScriptedProbe probe) throws InterruptedException {
        return look(probe, command("kill", ""), command("cut", ""));
    }

    private FoundCluster look(ScriptedProbe probe, String kill, String cut)
            throws InterruptedException {
        return look(
                probe,
                new StrikeCommands(
                        Optional.of(kill),
                        Optional.of(command("start", "")),
                        Optional.of(cut),
                        Optional.of(command("mend", ""))));
    }

    private FoundCluster look(ScriptedProbe probe, StrikeCommands commands)
            throws InterruptedException {
        return FoundCluster.look(
                new FoundPlan(
                        new CoordinatorAddress(
                                probe.isAlone() ? "a:7070" : "a:7070,b:7070,c:7070",
                                "",
                                CoordinatorAddress.Certificates.NONE),
                        commands,
                        Duration.ofMillis(200),
                        Duration.ofMillis(500)),
                probe,
                said::add);
    }
}
