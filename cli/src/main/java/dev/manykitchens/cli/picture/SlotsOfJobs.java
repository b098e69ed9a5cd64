package dev.manykitchens.cli.picture;

import dev.manykitchens.core.event.JobColumns;
import dev.manykitchens.core.event.RunEvent;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Which slot of which worker ran each job, as the times tell: jobs that overlapped ran on
/// different slots, and a job takes the lowest slot of its worker that was free when it started.
final class SlotsOfJobs {

    private final Map<Integer, Slot> slotOfJob = new HashMap<>();
    private final Map<Slot, Integer> jobsOfSlot = new LinkedHashMap<>();

    /// A slot of a worker, counted from 0.
    record Slot(String worker, int number) {}

    private record Run(int job, String worker, long started, long finished) {}

    private SlotsOfJobs() {}

    static SlotsOfJobs of(List<RunEvent.JobsFinished> finished) {
        SlotsOfJobs slots = new SlotsOfJobs();
        List<Run> runs = new ArrayList<>();
        for (RunEvent.JobsFinished event : finished) {
            JobColumns jobs = event.jobs();
            for (int row = 0; row < jobs.size(); row++) {
                if (jobs.settledElsewhere(row, row + 1) == 0) {
                    runs.add(
                            new Run(
                                    jobs.job()[row],
                                    event.worker(),
                                    jobs.started()[row],
                                    jobs.finished()[row]));
                }
            }
        }
        runs.sort(Comparator.comparing(Run::worker).thenComparingLong(Run::started));
        Map<Slot, Long> freeSince = new HashMap<>();
        for (Run run : runs) {
            int number = 0;
            while (freeSince.getOrDefault(new Slot(run.worker(), number), Long.MIN_VALUE)
                    > run.started()) {
                number++;
            }
            Slot slot = new Slot(run.worker(), number);
            freeSince.put(slot, run.finished());
            slots.slotOfJob.put(run.job(), slot);
            slots.jobsOfSlot.merge(slot, 1, Integer::sum);
        }
        return slots;
    }

    /// The slots that ran anything, by worker and number.
    List<Slot> all() {
        return jobsOfSlot.keySet().stream()
                .sorted(Comparator.comparing(Slot::worker).thenComparingInt(Slot::number))
                .toList();
    }

    /// How many jobs a slot ran.
    int jobsOf(Slot slot) {
        return jobsOfSlot.getOrDefault(slot, 0);
    }

    /// The position in [#all] of the slot that ran a job; -1 when nobody did.
    int indexOf(int job) {
        Slot slot = slotOfJob.get(job);
        return slot == null ? -1 : all().indexOf(slot);
    }
}
