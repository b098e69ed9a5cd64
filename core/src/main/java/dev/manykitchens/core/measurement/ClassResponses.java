package dev.manykitchens.core.measurement;

import dev.manykitchens.core.event.JobColumns;
import dev.manykitchens.core.event.RunEvent;

import org.HdrHistogram.Histogram;

import java.util.ArrayList;
import java.util.List;

/// How long the jobs of each class took from their arrival until their outcome was known. Confined
/// to one thread.
public final class ClassResponses {

    /// Of jobs that are all alike.
    public static final ClassResponses NONE = new ClassResponses(Deadlines.NONE);

    /// The jobs of one class.
    ///
    /// @param name of the class
    /// @param response over all jobs, whatever became of them
    public record OfClass(String name, Latency response) {}

    private final Deadlines deadlines;
    private final List<Histogram> responses = new ArrayList<>();

    /// Nothing has come yet.
    ///
    /// @param deadlines which jobs are of which class; nothing is counted where there is only one
    public ClassResponses(Deadlines deadlines) {
        this.deadlines = deadlines;
        if (deadlines.classes().size() > 1) {
            deadlines.classes().forEach(_ -> responses.add(Latency.histogram()));
        }
    }

    /// A job came and took so long.
    ///
    /// @param job its position
    public void add(int job, long responseNanos) {
        if (!responses.isEmpty()) {
            responses.get(deadlines.classOfJob(job)).recordValue(Math.max(0, responseNanos));
        }
    }

    /// The jobs of a round came.
    public void add(MeasuredRound round) {
        for (RunEvent.JobsFinished finished : round.finished()) {
            JobColumns rows = finished.jobs();
            for (int row = 0; row < rows.size(); row++) {
                add(rows.job()[row], rows.delivered()[row] - rows.submitted()[row]);
            }
        }
    }

    /// The classes in the order of the scenario; empty where there is only one.
    public List<OfClass> classes() {
        List<OfClass> all = new ArrayList<>();
        for (int i = 0; i < responses.size(); i++) {
            all.add(new OfClass(deadlines.classes().get(i), Latency.of(responses.get(i))));
        }
        return all;
    }
}
