package dev.manykitchens.cli.drill;

import java.util.Optional;
import java.util.OptionalDouble;

/// One fault that is done to a cluster. Used once, by one thread.
interface FaultInjection {

    /// What is done, in a few words.
    String name();

    /// The worker whose jobs in progress count; empty: those of all.
    Optional<String> worker();

    /// Does it. What lasts for a while, such as a pause, has ended when this returns.
    ///
    /// @throws DrillFailedException in one line when it cannot be done
    void strike() throws InterruptedException;

    /// Makes the cluster whole again, once what is left of it has recovered.
    ///
    /// @throws DrillFailedException in one line when it cannot be done
    void repair() throws InterruptedException;

    /// What was seen of it beside the jobs. Asked for once the cluster is whole again.
    default Seen seen() {
        return Seen.NOTHING;
    }

    /// What was seen of a fault beside the jobs.
    ///
    /// @param command how long the command took that did it, in seconds; empty: it was no command
    /// @param anotherLeads from the fault until another coordinator said that it leads, in seconds;
    ///   empty: none did, or there is one alone
    record Seen(OptionalDouble command, OptionalDouble anotherLeads) {

        /// Nothing.
        static final Seen NOTHING = new Seen(OptionalDouble.empty(), OptionalDouble.empty());
    }
}
