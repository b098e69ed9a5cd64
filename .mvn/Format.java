import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/// Checks or repairs the format of all Java sources with google-java-format, which pom.xml puts on
/// the class path. The one argument is `check` or `repair`.
class Format {
    public static void main(String[] args) throws IOException {
        // Long strings stay as they are: the formatter wraps them one way and indents them another
        // on the next run.
        List<String> options = new ArrayList<>(List.of("--aosp", "--skip-reflowing-long-strings"));
        switch (args[0]) {
            case "check" -> options.addAll(List.of("--dry-run", "--set-exit-if-changed"));
            case "repair" -> options.add("--replace");
            default -> throw new IllegalArgumentException("check or repair, was " + args[0]);
        }
        options.add(".mvn/Format.java");
        try (var modules = Files.list(Path.of(""))) {
            for (Path sources : modules.map(m -> m.resolve("src")).filter(Files::exists).toList()) {
                try (Stream<Path> files = Files.walk(sources)) {
                    files.map(Path::toString)
                            .filter(f -> f.endsWith(".java"))
                            .forEach(options::add);
                }
            }
        }
        int exit =
                ToolProvider.findFirst("google-java-format")
                        .orElseThrow()
                        .run(System.out, System.err, options.toArray(String[]::new));
        System.exit(exit);
    }
}
