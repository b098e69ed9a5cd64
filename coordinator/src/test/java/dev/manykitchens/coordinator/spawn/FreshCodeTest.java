package dev.manykitchens.coordinator.spawn;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// A class that was archived and then changed in its jar: a program of one class that says one
/// word.
@Tag("jvm")
class FreshCodeTest {

    @TempDir Path folder;

    @Test
    void aJarThatChangedIsReadAgain() throws Exception {
        Path jar = jar("salt");
        WorkerCommand command = command(jar);
        WorkerCommand archived = command.from(archive(command));
        assertThat(say(archived)).isEqualTo("salt");
        assertThat(say(showing(archived))).contains("Sayer source: shared objects file");

        Files.setLastModifiedTime(jar("mint"), FileTime.from(Instant.now().plusSeconds(5)));

        assertThat(say(archived)).isEqualTo("mint");
    }

    private ClassArchive archive(WorkerCommand command) throws Exception {
        Path record = folder.resolve("record");
        assertThat(say(command.recording(record))).isEqualTo("salt");
        Path archive = folder.resolve("archive");
        assertThat(say(command.archiving(record, archive))).isEmpty();
        assertThat(archive).isNotEmptyFile();
        return new ClassArchive(archive, command.classPath().stamps());
    }

    /// The JVM would take such jars for the same.
    @Test
    void aJarThatChangedButForItsSizeAndDateIsToldByTheArchivesName() throws Exception {
        FileTime date = FileTime.from(Instant.parse("2026-01-01T00:00:00Z"));
        Path jar = Files.setLastModifiedTime(jar("salt"), date);
        WorkerCommand command = command(jar);
        long size = Files.size(jar);
        String before = command.archiveName();
        assertThat(command.archiveName()).isEqualTo(before);

        Files.setLastModifiedTime(jar("mint"), date);

        assertThat(Files.size(jar)).isEqualTo(size);
        assertThat(command.archiveName()).isNotEqualTo(before);
    }

    private static WorkerCommand command(Path jar) {
        return new WorkerCommand(
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:+UnlockDiagnosticVMOptions",
                        "-Xlog:cds*=off,aot*=off",
                        "Sayer"),
                WorkerClassPath.of(List.of(jar.toString())));
    }

    private static WorkerCommand showing(WorkerCommand command) {
        List<String> longer = new ArrayList<>(command.command());
        longer.add(1, "-Xlog:class+load");
        return new WorkerCommand(longer, command.classPath(), command.archive());
    }

    private static String say(WorkerCommand command) throws Exception {
        return say(command.toProcess());
    }

    private static String say(ProcessBuilder builder) throws Exception {
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).isZero();
        return said;
    }

    /// Overwrites the jar of the program.
    private Path jar(String word) throws IOException {
        ClassDesc printer = ClassDesc.of("java.io.PrintStream");
        byte[] program =
                ClassFile.of()
                        .build(
                                ClassDesc.of("Sayer"),
                                builder ->
                                        builder.withMethodBody(
                                                "main",
                                                MethodTypeDesc.of(
                                                        ConstantDescs.CD_void,
                                                        ConstantDescs.CD_String.arrayType()),
                                                ClassFile.ACC_PUBLIC | ClassFile.ACC_STATIC,
                                                code ->
                                                        code.getstatic(
                                                                        ClassDesc.of(
                                                                                "java.lang.System"),
                                                                        "out",
                                                                        printer)
                                                                .ldc(word)
                                                                .invokevirtual(
                                                                        printer,
                                                                        "print",
                                                                        MethodTypeDesc.of(
                                                                                ConstantDescs
                                                                                        .CD_void,
                                                                                ConstantDescs
                                                                                        .CD_String))
                                                                .return_()));
        Path jar = folder.resolve("sayer.jar");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
            CRC32 sum = new CRC32();
            sum.update(program);
            ZipEntry entry = new ZipEntry("Sayer.class");
            entry.setMethod(ZipEntry.STORED);
            entry.setSize(program.length);
            entry.setCrc(sum.getValue());
            zip.putNextEntry(entry);
            zip.write(program);
        }
        return jar;
    }
}
