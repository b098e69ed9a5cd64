package dev.manykitchens.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/// Compiles and runs the Java example of the README as it stands there. A comment at the end of a
/// line that prints says what it prints, and that must be true.
@Tag("jvm")
@Isolated("replaces System.out")
class ReadmeExampleTest {

    private static final Path README = Path.of("../README.md");
    private static final Pattern BLOCK = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
    private static final Pattern TYPE =
            Pattern.compile("^public (?:final )?class (\\w+)", Pattern.MULTILINE);

    @TempDir private Path folder;

    @Test
    void theExampleOfTheReadmeRunsOnWorkerJvms() throws Exception {
        String example = example();

        String printed = run(program(example));

        // The values that the calls of the example must give; a reader compares them with the text
        // beside it.
        assertThat(example).contains("Pools.open(\"processes:");
        assertThat(printed.lines()).contains("[1, 4, 9, 16]", "job 1: 1229", "job 2: 8", "144");
    }

    private static String example() throws IOException {
        Matcher block = BLOCK.matcher(Files.readString(README));
        assertThat(block.find()).as("a block of java in %s", README).isTrue();
        return block.group(1);
    }

    /// The example itself when it is a whole program, else its statements in a `main`.
    private static String program(String example) {
        if (example.contains("void main(")) {
            return example;
        }
        Stream<String> imports = example.lines().filter(line -> line.startsWith("import "));
        Stream<String> statements = example.lines().filter(line -> !line.startsWith("import "));
        return String.join("\n", imports.toList())
                + "\nimport dev.manykitchens.core.job.*;\nimport dev.manykitchens.core.pool.*;\nimport java.util.stream.*;\n"
                + "void main() throws Exception {\n"
                + String.join("\n", statements.toList())
                + "\n}\n";
    }

    private String run(String program) throws Exception {
        Matcher type = TYPE.matcher(program);
        String name = type.find() ? type.group(1) : "Example";
        Path source = Files.writeString(folder.resolve(name + ".java"), program);
        compile(source);

        PrintStream before = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        URL[] classes = {folder.toUri().toURL()};
        try (URLClassLoader loader = new URLClassLoader(classes, getClass().getClassLoader())) {
            invokeMain(Class.forName(name, true, loader));
        } finally {
            System.setOut(before);
        }
        return printed.toString(StandardCharsets.UTF_8);
    }

    private void compile(Path source) {
        StringWriter said = new StringWriter();
        PrintWriter out = new PrintWriter(said);
        String classPath = System.getProperty("java.class.path", "");

        int exit =
                ToolProvider.findFirst("javac")
                        .orElseThrow()
                        .run(
                                out,
                                out,
                                "-cp",
                                classPath,
                                "-d",
                                folder.toString(),
                                source.toString());

        assertThat(exit).as("javac said: %s", said).isZero();
    }

    private static void invokeMain(Class<?> type) throws Exception {
        for (Method method : type.getDeclaredMethods()) {
            if (method.getName().equals("main")) {
                Constructor<?> constructor = type.getDeclaredConstructor();
                constructor.setAccessible(true);
                method.setAccessible(true);
                method.invoke(
                        constructor.newInstance(),
                        method.getParameterCount() == 0
                                ? new Object[0]
                                : new Object[] {new String[0]});
                return;
            }
        }
        throw new AssertionError("the example has no main");
    }
}
