package dev.manykitchens.core.dispatch;

import org.jspecify.annotations.Nullable;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/// Who submits batches: its lanes, and its crew when it has a limit of workers.
final class Submitter {

    private final long number;
    private final @Nullable Crew crew;
    private final Map<String, Lane> lanes = new LinkedHashMap<>();

    /// Of gathered batches, by recipe: one for each recipe that its single jobs have had.
    private final Map<String, ChunkSizer> sizers = new HashMap<>();

    private final PriorityCount waiting = new PriorityCount();
    private long turn;
    private boolean paused;

    /// @param mostWorkers the limit; 0 for none
    Submitter(long number, int mostWorkers) {
        this.number = number;
        crew = mostWorkers == 0 ? null : new Crew(mostWorkers);
    }

    long number() {
        return number;
    }

    /// Its crew; null when any number of workers may run its jobs.
    @Nullable Crew crew() {
        return crew;
    }

    /// Its lanes, in the order in which they came to be.
    Collection<Lane> lanes() {
        return lanes.values();
    }

    /// The lane for the jobs of a recipe.
    Lane lane(String recipe) {
        Lane known = lanes.get(recipe);
        if (known != null) {
            return known;
        }
        Lane lane = new Lane(this, recipe);
        lanes.put(recipe, lane);
        return lane;
    }

    /// What its gathered batches of this recipe have taught.
    ChunkSizer sizer(String recipe, DispatchOptions options, long longestJobBytes) {
        ChunkSizer sizer = sizers.get(recipe);
        if (sizer == null) {
            sizer = new ChunkSizer(options, longestJobBytes);
            sizers.put(recipe, sizer);
        } else {
            sizer.goOn(longestJobBytes);
        }
        return sizer;
    }

    void finished(BatchQueue batch) {
        Lane lane = batch.lane();
        // Workers keep calls of the lanes of a crew: a new one for each batch would pile up there.
        if (lane.finished() && crew == null) {
            lanes.remove(lane.recipe(), lane);
        }
    }

    /// The highest priority of its batches with jobs that wait and may run beside others;
    /// [PriorityCount#NOTHING] when there are none.
    int highestWaiting() {
        return waiting.highest();
    }

    /// Takes in whether jobs of a batch wait; whether others of its batches, that wait as well, are
    /// the most urgent now, or were.
    boolean noteWaiting(BatchQueue batch) {
        if (!batch.noteWaiting()) {
            return false;
        }
        int before = waiting.highest();
        if (batch.queued() > 0) {
            waiting.add(batch.priority());
        } else {
            waiting.remove(batch.priority());
        }
        int now = waiting.highest();
        return now != before && now >= 0 && before >= 0;
    }

    /// Whether nothing of it is to be given out.
    boolean isPaused() {
        return paused;
    }

    /// Notes whether anything of it may be given out; whether that is new.
    boolean pause(boolean isPaused) {
        boolean before = paused;
        paused = isPaused;
        return paused != before;
    }

    /// When it last got something: who waits longest has the lowest.
    long turn() {
        return turn;
    }

    void takeTurn(long number) {
        turn = number;
    }
}
