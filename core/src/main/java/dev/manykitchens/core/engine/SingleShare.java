package dev.manykitchens.core.engine;

import dev.manykitchens.core.attempt.Attempt;
import dev.manykitchens.core.attempt.AttemptRunner;
import dev.manykitchens.core.attempt.AttemptTimes;

/// A share that takes one attempt at a time.
final class SingleShare implements Share {

    private final AttemptSource source;
    private final AttemptTimes times = new AttemptTimes();
    private boolean interrupted;

    SingleShare(AttemptSource source) {
        this.source = source;
    }

    @Override
    public boolean run(AttemptRunner runner) {
        Attempt attempt = source.next();
        if (attempt == null) {
            return false;
        }
        try {
            source.ended(attempt, runner.run(attempt, times), times);
        } finally {
            interrupted |= attempt.wasInterruptedFromOutside();
        }
        return true;
    }

    @Override
    public boolean wasInterruptedFromOutside() {
        return interrupted;
    }
}
