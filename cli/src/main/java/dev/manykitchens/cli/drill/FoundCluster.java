package dev.manykitchens.cli.drill;

import dev.manykitchens.core.cluster.ClusterView;
import dev.manykitchens.core.cluster.WorkerRow;
import dev.manykitchens.core.pool.CoordinatorAddress;
import dev.manykitchens.core.recipe.DurationRange;
import dev.manykitchens.report.cluster.MemberRow;
import dev.manykitchens.report.drill.DrillSetting;
import dev.manykitchens.report.text.Figures;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/// A cluster that was there before, of one coordinator or of several that are one, struck by
/// commands of its user. Nothing of it is a process of the drill. Confined to one thread.
final class FoundCluster implements DrilledCluster {

    /// So long a cluster may take to be whole again: machines may start.
    static final Duration PATIENCE = Duration.ofMinutes(2);

    /// So long a member may be behind that was not struck.
    static final Duration CATCH_UP = Duration.ofSeconds(10);

    /// The most jobs of a batch, and the most submitters: the cluster is others' too.
    private static final int MOST_JOBS = 4;

    private static final int MOST_SUBMITTERS = 32;

    private static final long POLL_MILLIS = 100;

    private final CoordinatorAddress address;
    private final ClusterProbe probe;
    private final StrikeCommands commands;
    private final Duration pause;
    private final Consumer<String> say;
    private final GroupHealth before;
    private final List<CoordinatorFaultInjection> injections = new ArrayList<>();

    private FoundCluster(
            FoundPlan plan, ClusterProbe probe, Consumer<String> say, GroupHealth before) {
        this.address = plan.address();
        this.commands = plan.commands();
        this.pause = plan.pause();
        this.probe = probe;
        this.say = say;
        this.before = before;
    }

    /// Looks at a cluster; nothing is done to it.
    ///
    /// @param say hears what is put right at the end, and what cannot be, a line each
    /// @throws DrillFailedException in one line when it is not whole, or has no workers
    static FoundCluster look(FoundPlan plan, ClusterProbe probe, Consumer<String> say)
            throws InterruptedException {
        GroupHealth before = new GroupHealth(probe.survey(), probe.status());
        before.lacksCoordinators()
                .or(() ->
                        before.workers() == 0
                                ? Optional.of(
                                        "workers must be there for the drill's jobs, none takes any; kitchen worker starts one")
                                : Optional.empty())
                .ifPresent(lack -> {
                    throw new DrillFailedException(
                            "a cluster must be whole before it is struck: " + lack);
                });
        FoundCluster cluster = new FoundCluster(plan, probe, say, before);
        GroupHealth _ = cluster.awaitWhole("a cluster must be whole before it is struck", CATCH_UP);
        return cluster;
    }

    @Override
    public String described() {
        String who =
                before.isAlone()
                        ? "the coordinator %s".formatted(address.endpoint())
                        : "of the coordinators %s the one that leads, now %s,"
                                .formatted(
                                        String.join(", ", addresses()),
                                        before.leader().orElseThrow().address());
        List<String> faults = new ArrayList<>();
        commands.kill().ifPresent(_ -> faults.add("killed (--kill)"));
        commands.cut()
                .ifPresent(_ ->
                        faults.add("cut off for %s (--cut)".formatted(DurationRange.text(pause))));
        return "%s of %s together run jobs; %s is going to be %s"
                .formatted(
                        Figures.count(before.workers(), "worker"),
                        Figures.count(slots(), "thread"),
                        who,
                        String.join(", then ", faults));
    }

    private List<String> addresses() {
        return before.survey().rows().stream().map(MemberRow::address).toList();
    }

    private int slots() {
        return Math.toIntExact(before.view().map(ClusterView::slots).orElse(0L));
    }

    @Override
    public CoordinatorAddress address() {
        return address;
    }

    @Override
    public Load load() {
        List<WorkerRow> workers = before.view().map(ClusterView::workers).orElse(List.of());
        int largest = workers.stream().mapToInt(WorkerRow::slots).max().orElse(0);
        int carried = before.workers() > 1 ? slots() - largest : slots();
        int jobs = Math.clamp(carried, 1, MOST_JOBS);
        return new Load(Math.clamp(carried / jobs, 1, MOST_SUBMITTERS), jobs);
    }

    @Override
    public List<PlannedFault> faults() {
        List<PlannedFault> planned = new ArrayList<>();
        commands.kill().ifPresent(kill -> planned.add(() -> kill(kill)));
        commands.cut().ifPresent(cut -> planned.add(() -> cut(cut, commands.mend().orElseThrow())));
        return planned;
    }

    private FaultInjection kill(String command) {
        String word = before.isAlone() && commands.start().isPresent() ? "restart" : "kill";
        return add((leader, who) ->
                new CoordinatorFaultInjection(
                        word + " " + who,
                        leader,
                        CoordinatorFaultInjection.Kind.KILL,
                        command,
                        commands.start()
                                .map(text ->
                                        new CoordinatorFaultInjection.Command("--start", text)),
                        // Nobody else can lead: nothing is to be waited for.
                        before.isAlone() ? Optional.of(Duration.ZERO) : Optional.empty()));
    }

    private FaultInjection cut(String command, String mend) {
        return add((leader, who) ->
                new CoordinatorFaultInjection(
                        "cut off %s for %s".formatted(who, DurationRange.text(pause)),
                        leader,
                        CoordinatorFaultInjection.Kind.CUT,
                        command,
                        Optional.of(new CoordinatorFaultInjection.Command("--mend", mend)),
                        Optional.of(pause)));
    }

    /// Makes a fault for whom it is to hit.
    @FunctionalInterface
    private interface InjectionAt {
        CoordinatorFaultInjection at(CoordinatorFaultInjection.Target target, String who);
    }

    private FaultInjection add(InjectionAt factory) {
        CoordinatorFaultInjection injection;
        if (before.isAlone()) {
            injection =
                    factory.at(
                            new CoordinatorFaultInjection.Target(
                                    new StrikeCommands.Struck("", address.endpoint()),
                                    () -> LeaderWatch.begin(List.of())),
                            "the coordinator " + address.endpoint());
        } else {
            GroupHealth now = new GroupHealth(probe.survey(), Optional.empty());
            MemberRow leader =
                    now.leader()
                            .orElseThrow(() ->
                                    new DrillFailedException(
                                            "a coordinator must lead to be struck, none of %s says that it does"
                                                    .formatted(address.endpoint())));
            String typed = now.survey().leader().orElseThrow();
            injection =
                    factory.at(
                            new CoordinatorFaultInjection.Target(
                                    new StrikeCommands.Struck(leader.id(), leader.address()),
                                    () -> probe.watchOthersThan(typed)),
                            "the leader " + leader.address());
        }
        injections.add(injection);
        return injection;
    }

    @Override
    public void awaitWhole() throws InterruptedException {
        GroupHealth whole = awaitWhole("the cluster must be whole again after a fault", PATIENCE);
        CoordinatorFaultInjection injection = injections.getLast();
        injection.endWatch();
        injection.doubt(whole.view()).ifPresent(say);
    }

    private GroupHealth awaitWhole(String rule, Duration limit) throws InterruptedException {
        long until = System.nanoTime() + limit.toNanos();
        OptionalLong entries = OptionalLong.empty();
        while (true) {
            GroupHealth now = new GroupHealth(probe.survey(), probe.status());
            Optional<String> lack = now.lacksCoordinators();
            if (lack.isEmpty()) {
                // All must come as far as the leader was when all were there again.
                entries = entries.isPresent() ? entries : now.applied();
                lack =
                        now.lacksEntries(entries.orElse(0))
                                .or(() -> now.lacksWorkers(before.workers()));
            }
            if (lack.isEmpty()) {
                return now;
            }
            if (System.nanoTime() - until > 0) {
                throw new NotWholeException(
                        "%s, within %d s, is not: %s"
                                .formatted(rule, limit.toSeconds(), lack.get()));
            }
            Thread.sleep(POLL_MILLIS);
        }
    }

    @Override
    public DrillSetting setting() {
        return new DrillSetting.Found(
                before.isAlone() ? List.of(address.endpoint()) : addresses(),
                Math.toIntExact(before.workers()),
                slots());
    }

    @Override
    public Optional<ClusterView> status() {
        return probe.status();
    }

    /// Puts right what was struck and is not whole yet, and says what that came to.
    @Override
    public void close() {
        for (CoordinatorFaultInjection injection : injections) {
            try {
                injection.end().ifPresent(say);
            } catch (DrillFailedException e) {
                say.accept(String.valueOf(e.getMessage()));
            }
        }
    }
}
