package dev.manykitchens.cli.scene;

import java.util.List;

/// Hears a demo as it goes on, from one thread: for each scene `begins`; for each promise
/// `promised` and then `measured`, perhaps for several tries with `again` between them; then
/// `ended`, or, at any time, `brokenOff`.
public interface Audience {

    /// Hears nothing.
    Audience NONE =
            new Audience() {
                @Override
                public void begins(Scene scene) {}

                @Override
                public void promised(String label, Promise promise) {}

                @Override
                public void measured(Line line) {}

                @Override
                public void again(int attempt, int most, List<Line> broken, double load) {}

                @Override
                public void ended(Showing showing) {}

                @Override
                public void brokenOff() {}
            };

    /// Tells both, the first one first.
    static Audience tee(Audience first, Audience second) {
        return new Audience() {
            @Override
            public void begins(Scene scene) {
                first.begins(scene);
                second.begins(scene);
            }

            @Override
            public void promised(String label, Promise promise) {
                first.promised(label, promise);
                second.promised(label, promise);
            }

            @Override
            public void measured(Line line) {
                first.measured(line);
                second.measured(line);
            }

            @Override
            public void again(int attempt, int most, List<Line> broken, double load) {
                first.again(attempt, most, broken, load);
                second.again(attempt, most, broken, load);
            }

            @Override
            public void ended(Showing showing) {
                first.ended(showing);
                second.ended(showing);
            }

            @Override
            public void brokenOff() {
                first.brokenOff();
                second.brokenOff();
            }
        };
    }

    /// A scene begins.
    void begins(Scene scene);

    /// Something was promised and is now being measured.
    void promised(String label, Promise promise);

    /// What was promised last has been measured.
    void measured(Line line);

    /// The scene is played again.
    ///
    /// @param attempt which time this will be, from 2
    /// @param most how often it is played at most
    /// @param broken the promises about time that were not kept
    /// @param load how many threads of this machine want a core, on average over the last minute;
    ///   negative when unknown
    void again(int attempt, int most, List<Line> broken, double load);

    /// The scene is over.
    void ended(Showing showing);

    /// The scene ends before it is over: it was stopped, or it failed. What was promised last may
    /// not have been measured.
    void brokenOff();
}
