package dev.manykitchens.cli.scene;

import org.apache.commons.text.WordUtils;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Prints a demo for people, line by line as it goes on: 80 columns wide, each promise before its
/// measurement begins.
public final class SceneText implements Audience {

    private static final int WIDTH = 80;
    private static final String ROW = "  %-22s %17s";
    private static final String MEASURED = " %16s";

    private static final Pattern UNIT = Pattern.compile("(?<=\\d) (?=(ms|s|x|%)\\b)");

    private final PrintStream out;
    private final boolean colours;
    private final boolean marks;
    private boolean heading;

    /// Whether the line of a promise stands there without what was measured.
    private boolean measuring;

    /// Without check marks in the stream's charset, words take their place.
    ///
    /// @param colours whether the stream leads to a terminal that shows them
    public SceneText(PrintStream out, boolean colours) {
        this.out = out;
        this.colours = colours;
        this.marks = out.charset().newEncoder().canEncode("✓✗");
    }

    @Override
    public void begins(Scene scene) {
        out.println();
        out.println(Style.BOLD.paint(scene.name(), colours));
        indented(scene.question());
        out.println();
        heading = true;
        out.flush();
    }

    @Override
    public void promised(String label, Promise promise) {
        endLine();
        if (heading) {
            out.println((ROW + MEASURED + "   kept").formatted("", "promised", "measured"));
            heading = false;
        }
        out.print(ROW.formatted(label, promise.text()));
        measuring = true;
        out.flush();
    }

    @Override
    public void measured(Line line) {
        measuring = false;
        String measured = MEASURED.formatted(line.measured().text());
        String verdict = verdict(line.kept());
        int used = ROW.formatted(line.label(), line.promise().text()).length();
        int column = used + measured.length() + 3 + verdict.length();
        out.print(Style.BOLD.paint(measured, colours) + "   ");
        out.print((line.kept() ? Style.GREEN : Style.RED).paint(verdict, colours));
        if (line.remark().isEmpty()) {
            out.println();
        } else if (column + 2 + line.remark().length() <= WIDTH) {
            out.println("  " + line.remark());
        } else {
            out.println();
            wrapped(line.remark(), "      ");
        }
        out.flush();
    }

    @Override
    public void again(int attempt, int most, List<Line> broken, double load) {
        String labels = broken.stream().map(Line::label).collect(Collectors.joining("; "));
        String reason =
                load < 0
                        ? "Something else may keep this machine busy"
                        : String.format(
                                Locale.ROOT,
                                "%.1f threads want a core of this machine at a time",
                                load);
        out.println();
        indented(
                "Not kept: %s. %s; played again (%d of %d)."
                        .formatted(labels, reason, attempt, most));
        out.println();
        heading = true;
        out.flush();
    }

    @Override
    public void ended(Showing showing) {
        out.println();
        indented(showing.scene().why());
        out.flush();
    }

    @Override
    public void brokenOff() {
        endLine();
        out.println();
        indented("broken off");
        out.flush();
    }

    private void endLine() {
        if (measuring) {
            out.println(MEASURED.formatted("not measured"));
            measuring = false;
        }
    }

    /// What a demo begins with.
    public void opening(int scenes, int cores, double timeScale) {
        String what = scenes == 1 ? "1 scene" : scenes + " scenes";
        String scale = timeScale == 1 ? "" : ", time scale " + timeScale;
        out.println(
                "%s on %d %s%s: promised beside measured"
                        .formatted(what, cores, cores == 1 ? "core" : "cores", scale));
        out.flush();
    }

    /// What a demo ends with: the count, the promises that were not kept, and when one counts as
    /// kept.
    public void closing(List<Showing> showings, double seconds) {
        int promises = showings.stream().mapToInt(showing -> showing.lines().size()).sum();
        int kept = showings.stream().mapToInt(Showing::keptPromises).sum();
        out.println();
        String count =
                "%d of %d promises kept in %s"
                        .formatted(kept, promises, Quantity.SECONDS.text(seconds));
        Style style = kept == promises ? Style.GREEN : Style.RED;
        out.println(style.paint(count, colours));
        List<String> again =
                showings.stream()
                        .filter(showing -> showing.tries() > 1)
                        .map(showing -> showing.scene().name())
                        .toList();
        if (!again.isEmpty()) {
            indented("played more than once: " + String.join(", ", again));
        }
        for (Showing showing : showings) {
            for (Line line : showing.lines()) {
                if (!line.kept()) {
                    indented(
                            "not kept: %s; %s: promised %s, measured %s"
                                    .formatted(
                                            showing.scene().name(),
                                            line.label(),
                                            line.promise().text(),
                                            line.measured().text()));
                }
            }
        }
        out.println();
        indented(
                String.format(
                        Locale.ROOT,
                        "Kept means: a wait within %.0f %% + %d ms of its promise; a gain at least"
                                + " %.0f %% of what the cores gave to bare threads just before, and no more than"
                                + " %.1f x the cores (more means that the first pool was disturbed); no gain:"
                                + " at most %.2f x; results to the letter. Start-up is not part of any"
                                + " time.",
                        Promise.WAIT_SLACK * 100,
                        Promise.ALLOWANCE.toMillis(),
                        Promise.GAIN_REACHED * 100,
                        Promise.GAIN_SLACK,
                        Promise.NO_GAIN));
        out.flush();
    }

    /// The names and questions of scenes.
    public void list(List<Scene> scenes) {
        int longest = scenes.stream().mapToInt(scene -> scene.name().length()).max().orElse(0);
        for (Scene scene : scenes) {
            String padding = " ".repeat(longest + 2 - scene.name().length());
            hanging(scene.name() + padding, scene.question());
        }
        out.flush();
    }

    /// What to know about scenes before they are played: what to guess and what to type; and after
    /// that, what they show and why, and where more is told.
    public void explain(List<Scene> scenes) {
        String gap = "";
        for (Scene scene : scenes) {
            Teaching teaching = scene.teaching();
            Lesson lesson = teaching.lesson();
            out.print(gap);
            out.println(Style.BOLD.paint(scene.name(), colours));
            indented(scene.question());
            out.println();
            explained("guess", teaching.guess());
            explained("run", scene.command());
            explained("shows", teaching.shows());
            explained("why", scene.why());
            explained(
                    "more",
                    "%s (lesson %d, %s)".formatted(lesson.file(), lesson.number(), lesson.title()));
            gap = System.lineSeparator();
        }
        out.flush();
    }

    /// How to have a scene explained, for who named none.
    public void howToExplain() {
        out.println();
        indented("One scene is explained by naming it: kitchen demo --explain tea-shop");
        out.flush();
    }

    private void explained(String heading, String text) {
        hanging("  " + "%-7s".formatted(heading), text);
    }

    private String verdict(boolean kept) {
        return marks ? (kept ? "✓" : "✗ not kept") : (kept ? "yes" : "NO");
    }

    private void indented(String text) {
        wrapped(text, "  ");
    }

    /// A heading, and a text beside it whose further lines stand below its first.
    private void hanging(String heading, String text) {
        String margin = " ".repeat(heading.length());
        String[] lines = lines(text, WIDTH - margin.length());
        out.println(Style.BOLD.paint(heading, colours) + lines[0]);
        for (int i = 1; i < lines.length; i++) {
            out.println(margin + lines[i]);
        }
    }

    private void wrapped(String text, String margin) {
        for (String line : lines(text, WIDTH - margin.length())) {
            out.println(margin + line);
        }
    }

    /// Lines that never end between a number and its unit.
    private static String[] lines(String text, int width) {
        String kept = UNIT.matcher(text).replaceAll("\u00a0");
        return WordUtils.wrap(kept, width, "\n", false).replace('\u00a0', ' ').split("\n", -1);
    }

    /// What a terminal can do to text.
    private enum Style {
        BOLD("1"),
        GREEN("32"),
        RED("31;1");

        private final String code;

        Style(String code) {
            this.code = code;
        }

        String paint(String text, boolean colours) {
            return colours ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
        }
    }
}
