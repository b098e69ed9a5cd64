package dev.manykitchens.core.dispatch;

import dev.manykitchens.core.recipe.DurationRange;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A text file that tells what happens to a dispatcher and what it answers. Lines at the margin are
/// inputs (a time, a verb, what it needs), indented lines the commands that answer the input above;
/// comments and blank lines stand for themselves.
record Transcript(List<String> lines) {

    private static final String INDENT = "  ";

    static Transcript read(Path file) throws IOException {
        return new Transcript(Files.readAllLines(file));
    }

    /// The same inputs with the commands that a dispatcher gives today. Its promises are checked
    /// after each input.
    Transcript played() {
        DispatchOptions options = DispatchOptions.DEFAULTS;
        List<String> played = new ArrayList<>();
        int at = 0;
        for (; at < lines.size() && !isInput(lines.get(at)); at++) {
            String line = lines.get(at);
            if (line.startsWith("options")) {
                options = InputText.parseOptions(line);
            }
            played.add(line);
        }
        Dispatcher dispatcher = new Dispatcher(options);
        for (; at < lines.size(); at++) {
            String line = lines.get(at);
            if (isInput(line)) {
                played.add(line);
                play(dispatcher, line, played);
            } else if (!line.startsWith(INDENT)) {
                played.add(line);
            }
        }
        return new Transcript(played);
    }

    void write(Path file) throws IOException {
        Files.write(file, lines);
    }

    private static void play(Dispatcher dispatcher, String line, List<String> played) {
        int space = line.indexOf(' ');
        long now = DurationRange.parseDuration(line.substring(0, space)).toNanos();
        for (Command command : dispatcher.on(InputText.parse(line.substring(space + 1)), now)) {
            played.add(INDENT + CommandText.of(command));
        }
        dispatcher.verify();
    }

    private static boolean isInput(String line) {
        return !line.isEmpty() && Character.isDigit(line.charAt(0));
    }
}
