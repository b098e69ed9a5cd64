package dev.manykitchens.coordinator.spawn;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipFile;

/// Where worker JVMs find their classes, absolute and in order: first jars, then the rest.
///
/// The JVM archives classes of jars only, and only when no folder comes before them
/// ([ClassArchives]). So folders go behind the jars, unless that could let another class or
/// resource be found: then the order stays as it is.
///
/// @param jars files; the archive may hold their classes
/// @param rest folders, what does not exist, and users' jars, which change often
public record WorkerClassPath(List<String> jars, List<String> rest) {

    public WorkerClassPath {
        jars = List.copyOf(jars);
        rest = List.copyOf(rest);
    }

    /// Sorts entries as far as that changes nothing.
    static WorkerClassPath of(List<String> entries) {
        List<String> jars = entries.stream().filter(WorkerClassPath::isFile).toList();
        List<String> rest = entries.stream().filter(entry -> !isFile(entry)).toList();
        if (rest.stream().noneMatch(folder -> repeats(folder, jars))) {
            return new WorkerClassPath(jars, rest);
        }
        int leading = (int) entries.stream().takeWhile(WorkerClassPath::isFile).count();
        return new WorkerClassPath(
                entries.subList(0, leading), entries.subList(leading, entries.size()));
    }

    /// With more jars at the end.
    WorkerClassPath and(List<Path> more) {
        List<String> longer = new ArrayList<>(rest);
        more.forEach(jar -> longer.add(jar.toAbsolutePath().toString()));
        return new WorkerClassPath(jars, longer);
    }

    /// All of it, in order.
    public List<Path> entries() {
        return Stream.concat(jars.stream(), rest.stream()).map(Path::of).toList();
    }

    /// What of its jars would tell that one was changed.
    public List<ClassArchive.Jar> stamps() {
        return jars.stream().map(ClassArchive.Jar::of).toList();
    }

    /// Only what an archive may hold.
    WorkerClassPath jarsAlone() {
        return new WorkerClassPath(jars, List.of());
    }

    /// Whether one of the jars holds this file.
    boolean jarsHold(String file) {
        return jars.stream().anyMatch(jar -> holds(jar, List.of(file)));
    }

    /// As `CLASSPATH` has it.
    String text() {
        return String.join(
                File.pathSeparator, Stream.concat(jars.stream(), rest.stream()).toList());
    }

    private static boolean isFile(String entry) {
        return Files.isRegularFile(Path.of(entry));
    }

    /// Whether a folder holds a file that a jar holds too. What stands in `META-INF` is about its
    /// own jar, or read from everywhere.
    private static boolean repeats(String folder, List<String> jars) {
        Path root = Path.of(folder);
        if (!Files.isDirectory(root)) {
            return false;
        }
        try (Stream<Path> files = Files.walk(root)) {
            List<String> names =
                    files.filter(Files::isRegularFile)
                            .map(file -> root.relativize(file).toString())
                            .map(name -> name.replace(File.separatorChar, '/'))
                            .filter(name -> !name.startsWith("META-INF/"))
                            .toList();
            return jars.stream().anyMatch(jar -> holds(jar, names));
        } catch (IOException e) {
            return true;
        }
    }

    private static boolean holds(String jar, List<String> names) {
        try (ZipFile zip = new ZipFile(jar)) {
            return names.stream().anyMatch(name -> zip.getEntry(name) != null);
        } catch (IOException e) {
            return false;
        }
    }
}
