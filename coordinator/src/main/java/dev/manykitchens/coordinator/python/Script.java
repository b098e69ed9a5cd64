package dev.manykitchens.coordinator.python;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The program that Python runs. It travels over standard input: a file of its own would stay
/// behind when this process is killed.
final class Script {

    private static final String NAME = "many_kitchens.py";

    private static final Pattern TWIN = Pattern.compile("(?m)^@twin\\(\"([a-z0-9_]+)\"\\)$");

    /// Reads the program, whose length stands on the first line, and runs it.
    private static final String LOADER =
            "import sys; b = sys.stdin.buffer; "
                    + "exec(compile(b.read(int(b.readline())), '"
                    + NAME
                    + "', 'exec'))";

    private static final byte[] PROGRAM = read();

    /// The recipes that it knows, by name.
    static final SortedSet<String> TWINS = twins();

    private Script() {}

    /// The command that waits for the program.
    static List<String> command(Path python) {
        return Python.isolated(python, LOADER);
    }

    /// What the loader reads: the length, the program.
    static byte[] delivered() {
        byte[] length = (PROGRAM.length + "\n").getBytes(UTF_8);
        byte[] all = new byte[length.length + PROGRAM.length];
        System.arraycopy(length, 0, all, 0, length.length);
        System.arraycopy(PROGRAM, 0, all, length.length, PROGRAM.length);
        return all;
    }

    private static byte[] read() {
        try (InputStream resource = Script.class.getResourceAsStream(NAME)) {
            if (resource == null) {
                throw new IllegalStateException(
                        "the program for Python must be in this jar, is not: " + NAME);
            }
            return resource.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static SortedSet<String> twins() {
        SortedSet<String> names = new TreeSet<>();
        Matcher matcher = TWIN.matcher(new String(PROGRAM, UTF_8));
        while (matcher.find()) {
            names.add(matcher.group(1));
        }
        return Collections.unmodifiableSortedSet(names);
    }
}
