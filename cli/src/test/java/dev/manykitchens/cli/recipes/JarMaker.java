package dev.manykitchens.cli.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.manykitchens.core.recipe.Recipe;

import org.jspecify.annotations.Nullable;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.spi.ToolProvider;

/// Compiles one Java source and packs it into a jar, as a user would, with the JDK's own tools in
/// this process.
public final class JarMaker {

    private JarMaker() {}

    /// A jar of one class.
    ///
    /// @param folder where everything is put
    /// @param type the simple name of the class
    /// @param source its source
    /// @param service the text of the service file; null leaves the file out
    /// @param libraries jars that it is compiled with
    public static Path jar(
            Path folder, String type, String source, @Nullable String service, Path... libraries)
            throws IOException {
        Path file = folder.resolve(type + ".java");
        Files.writeString(file, source);
        Path classes = folder.resolve(type + "-classes");
        Files.createDirectories(classes);
        StringBuilder classPath = new StringBuilder(core());
        for (Path library : libraries) {
            classPath.append(File.pathSeparatorChar).append(library);
        }
        run("javac", "-cp", classPath.toString(), "-d", classes.toString(), file.toString());
        if (service != null) {
            Path named = classes.resolve(RecipeJars.SERVICE);
            Files.createDirectories(named.getParent());
            Files.writeString(named, service);
        }
        Path jar = folder.resolve(type.toLowerCase(Locale.ROOT) + ".jar");
        pack(jar, classes);
        return jar;
    }

    /// Packs a folder into a jar, replacing it when it is there.
    static void pack(Path jar, Path classes) {
        run("jar", "--create", "--file", jar.toString(), "-C", classes.toString(), ".");
    }

    private static String core() {
        try {
            return Path.of(Recipe.class.getProtectionDomain().getCodeSource().getLocation().toURI())
                    .toString();
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    private static void run(String tool, String... arguments) {
        StringWriter said = new StringWriter();
        PrintWriter out = new PrintWriter(said);

        int exit = ToolProvider.findFirst(tool).orElseThrow().run(out, out, arguments);

        assertThat(exit).as("%s said: %s", tool, said).isZero();
    }
}
