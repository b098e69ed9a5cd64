package dev.manykitchens.cli.drill;

import dev.manykitchens.core.cluster.ClusterView;
import dev.manykitchens.report.text.OneLine;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Supplier;

/// A coordinator is struck by one command of the user and put right by another. Whoever is struck
/// is put right in any case, at the latest when this is ended or this process ends.
final class CoordinatorFaultInjection implements FaultInjection {

    private final String name;
    private final Target target;
    private final Kind kind;
    private final String strike;
    private final Optional<Command> undo;
    private final Optional<Duration> undoneAfter;
    private long struckNanos;
    private OptionalDouble took = OptionalDouble.empty();

    /// Null before the fault.
    private @Nullable LeaderWatch watch;

    /// Null before the fault, and where nothing undoes it.
    private @Nullable Repair repair;

    /// What it does.
    enum Kind {
        KILL("--kill"),
        CUT("--cut");

        private final String option;

        Kind(String option) {
            this.option = option;
        }
    }

    /// Whom it hits.
    ///
    /// @param watch begins to watch the others
    record Target(StrikeCommands.Struck struck, Supplier<LeaderWatch> watch) {}

    /// A command, and the option by which it was given.
    record Command(String option, String text) {}

    /// @param strike the command that does it
    /// @param undo empty: somebody else undoes it
    /// @param undoneAfter so long after the fault it is undone; empty: once the others have
    ///   recovered
    CoordinatorFaultInjection(
            String name,
            Target target,
            Kind kind,
            String strike,
            Optional<Command> undo,
            Optional<Duration> undoneAfter) {
        this.name = name;
        this.target = target;
        this.kind = kind;
        this.strike = strike;
        this.undo = undo;
        this.undoneAfter = undoneAfter;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Optional<String> worker() {
        return Optional.empty();
    }

    @Override
    public void strike() throws InterruptedException {
        Map<String, String> environment = target.struck().environment();
        // Owed before it is needed: a command that fails, or is interrupted, may have struck.
        repair =
                undo.map(command ->
                                Repair.owe(
                                        command.option(),
                                        command.text(),
                                        environment,
                                        ShellCommand.LIMIT))
                        .orElse(null);
        watch = target.watch().get();
        struckNanos = System.nanoTime();
        Repair its = repair;
        try {
            took =
                    OptionalDouble.of(
                            ShellCommand.run(
                                    kind.option,
                                    strike,
                                    environment,
                                    ShellCommand.LIMIT,
                                    pid -> {
                                        if (its != null) {
                                            its.strikeBegins(pid);
                                        }
                                    }));
        } finally {
            if (its != null) {
                its.strikeEnded();
            }
        }
        if (undoneAfter.isPresent()) {
            Thread.sleep(undoneAfter.get());
            repair();
        }
    }

    @Override
    public void repair() throws InterruptedException {
        if (repair != null) {
            repair.make();
        }
    }

    /// Looks no more at who leads: whatever happens from now on does not belong to this fault.
    void endWatch() {
        if (watch != null) {
            watch.close();
        }
    }

    /// Whether it hit anybody, as far as can be seen: a command that reached nobody proves nothing.
    ///
    /// @param whole the cluster once it is whole again; empty: nobody knows
    /// @return a doubt, in a sentence; empty: none
    /// @throws DrillFailedException in one line when somebody was to be killed and was not
    Optional<String> doubt(Optional<ClusterView> whole) {
        if (wasFelt(whole)) {
            return Optional.empty();
        }
        String doubt =
                "%s must reach the coordinator at %s, ended well and that one went on as if nothing had been: %s"
                        .formatted(kind.option, target.struck().address(), strike);
        if (kind == Kind.KILL) {
            throw new DrillFailedException(OneLine.of(doubt));
        }
        return Optional.of(doubt);
    }

    private boolean wasFelt(Optional<ClusterView> whole) {
        if (!target.struck().isAlone()) {
            return seen().anotherLeads().isPresent();
        }
        Duration passed = Duration.ofNanos(System.nanoTime() - struckNanos);
        return kind != Kind.KILL
                || whole.filter(view -> view.uptimeNanos() > passed.toNanos()).isEmpty();
    }

    @Override
    public Seen seen() {
        return new Seen(took, watch == null ? OptionalDouble.empty() : watch.seconds());
    }

    /// Ends it, and undoes what nobody has undone yet.
    ///
    /// @return what that came to, in a few words; empty: nothing was to be undone
    /// @throws DrillFailedException in one line when it could not be undone
    Optional<String> end() {
        endWatch();
        if (repair == null) {
            return Optional.empty();
        }
        boolean settled = repair.isOver();
        repair.close();
        if (settled) {
            return Optional.empty();
        }
        boolean made = repair.isOver();
        return undo.map(its ->
                made
                        ? its.option() + " was carried out"
                        : "%s goes on by itself, how it ends was not waited for: %s"
                                .formatted(its.option(), its.text()));
    }
}
