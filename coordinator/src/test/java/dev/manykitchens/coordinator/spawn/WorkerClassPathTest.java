package dev.manykitchens.coordinator.spawn;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

class WorkerClassPathTest {

    @TempDir Path place;

    private String tea;
    private String rice;
    private Path classes;

    @BeforeEach
    void lay() throws IOException {
        tea = jar("tea.jar", "tea/Tea.class", "META-INF/services/tea.Drink");
        rice = jar("rice.jar", "rice/Rice.class");
        classes = Files.createDirectory(place.resolve("classes"));
        write("kitchen/Kitchen.class");
        write("META-INF/services/tea.Drink");
    }

    @Test
    void foldersGoBehindTheJarsWhenNothingElseIsFoundThen() {
        WorkerClassPath path = WorkerClassPath.of(List.of(tea, classes.toString(), rice));

        assertThat(path.jars()).containsExactly(tea, rice);
        assertThat(path.rest()).containsExactly(classes.toString());
        assertThat(path.text())
                .isEqualTo(String.join(File.pathSeparator, tea, rice, classes.toString()));
    }

    @Test
    void aFolderWithAFileOfAJarStaysBeforeIt() throws IOException {
        write("rice/Rice.class");

        WorkerClassPath path = WorkerClassPath.of(List.of(tea, classes.toString(), rice));

        assertThat(path.jars()).containsExactly(tea);
        assertThat(path.rest()).containsExactly(classes.toString(), rice);
    }

    @Test
    void whatDoesNotExistIsNoJar() {
        String missing = place.resolve("missing.jar").toString();

        assertThat(WorkerClassPath.of(List.of(missing, tea)).jars()).containsExactly(tea);
    }

    @Test
    void theJarsOfUsersComeLastAndAreNotArchived() {
        Path own = place.resolve("own.jar");

        WorkerClassPath path =
                WorkerClassPath.of(List.of(classes.toString(), tea)).and(List.of(own));

        assertThat(path.rest()).containsExactly(classes.toString(), own.toString());
        assertThat(path.jarsAlone().text()).isEqualTo(tea);
    }

    @Test
    void theFilesOfJarsAreSeen() {
        WorkerClassPath path = WorkerClassPath.of(List.of(tea, classes.toString()));

        assertThat(path.jarsHold("tea/Tea.class")).isTrue();
        assertThat(path.jarsHold("kitchen/Kitchen.class")).isFalse();
    }

    private void write(String name) throws IOException {
        Path file = classes.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "");
    }

    private String jar(String name, String... files) throws IOException {
        Path jar = place.resolve(name);
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
            for (String file : files) {
                zip.putNextEntry(new ZipEntry(file));
            }
        }
        return jar.toString();
    }
}
