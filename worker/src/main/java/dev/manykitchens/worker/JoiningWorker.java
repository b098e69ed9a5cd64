package dev.manykitchens.worker;

import dev.manykitchens.core.recipe.RecipeBook;

/// A worker in this process that joins a coordinator, usually on another machine, and comes back
/// when its stream breaks. Thread-safe; run once, in a process that is to be ended after it.
public final class JoiningWorker {

    private final Worker worker;

    private JoiningWorker(Worker worker) {
        this.worker = worker;
    }

    /// A worker that has not begun.
    ///
    /// @param recipes what it can run
    /// @param news hears whatever changes
    /// @throws IllegalArgumentException in one line, without the secret, when it can never join
    public static JoiningWorker of(JoinRequest request, RecipeBook recipes, WorkerNews news) {
        return of(request, recipes, news, Patience.DEFAULTS, Ending::asIfKilled);
    }

    /// Likewise, with another patience.
    ///
    /// @param halt ends the process, as if it were killed
    public static JoiningWorker of(
            JoinRequest request,
            RecipeBook recipes,
            WorkerNews news,
            Patience patience,
            Runnable halt) {
        WorkerPlan plan = request.toPlan();
        Notices notices = new Notices(news, plan.threads());
        Worker worker = new Worker(plan, recipes, notices, patience, halt);
        worker.check();
        return new JoiningWorker(worker);
    }

    /// Works until something ends it, and says what.
    public Ending run() {
        return worker.run();
    }

    /// Told to leave: takes no more, finishes and leaves; the second time: ends now.
    ///
    /// @param signal the number of the signal that said so
    public void leave(int signal) {
        worker.leave(signal);
    }
}
