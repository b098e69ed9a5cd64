package dev.manykitchens.report.measured;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// One column of a file with a line of names: CSV, or fields between tabs when there is a tab in
/// its first line, which is what a job log is. A file of one column needs no line of names. Every
/// row has as many cells as the first line: one that has not was made with another separator, or
/// cut off, and the cells that are there may be those of another column.
///
/// @param file where it is
/// @param names what the column may be called, the first of them that is there counts
record ColumnFile(Path file, List<String> names) {

    /// The most bytes of a file.
    static final long MOST_BYTES = 256L << 20;

    private static final List<String> JOB_LOG = List.of("seq", "worker", "host", "pid");

    /// Gets the cells of the column, one after the other.
    interface Cells {

        /// A cell that is not empty.
        ///
        /// @param line where it stands in the file, from 1
        void cell(long line, String name, String text);
    }

    /// Gets the fields of a line.
    private interface Lines {
        void line(long number, List<String> fields);
    }

    /// Reads it from its beginning to its end.
    ///
    /// @return whether it is a job log
    /// @throws IllegalArgumentException in one line, with the file, when it cannot be read or has
    ///   no such column
    boolean read(Cells cells) {
        requireReadable();
        Picking picking = new Picking(cells);
        try {
            if (hasTabs()) {
                readTabs(picking);
            } else {
                readCsv(picking);
            }
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException(file + " must be text in UTF-8, is not", e);
        } catch (CsvParseException e) {
            throw new IllegalArgumentException(
                    "%s must be CSV, is not: %s".formatted(file, e.getMessage()), e);
        } catch (IOException | UncheckedIOException e) {
            throw new IllegalArgumentException(
                    "%s must be readable, is not: %s".formatted(file, e.getMessage()), e);
        }
        return picking.isJobLog;
    }

    /// @param line what it is about, from 1
    IllegalArgumentException mistake(long line, String sentence) {
        return new IllegalArgumentException("%s:%d: %s".formatted(file, line, sentence));
    }

    private void requireReadable() {
        if (!Files.isRegularFile(file)) {
            throw new IllegalArgumentException(
                    "a file of times must be a file, %s %s; its name counts from the folder of the scenario"
                            .formatted(file, Files.exists(file) ? "is none" : "does not exist"));
        }
        try {
            if (Files.size(file) > MOST_BYTES) {
                throw new IllegalArgumentException(
                        "a file of times must have at most %d MiB, %s has %d MiB"
                                .formatted(MOST_BYTES >> 20, file, Files.size(file) >> 20));
            }
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "%s must be readable, is not: %s".formatted(file, e.getMessage()), e);
        }
    }

    private boolean hasTabs() throws IOException {
        try (BufferedReader reader = Files.newBufferedReader(file)) {
            String first = reader.readLine();
            return first != null && first.contains("\t");
        }
    }

    /// A job log has no quotes: a field holds a tab or a line feed as `\t` or `\n`.
    private void readTabs(Lines lines) throws IOException {
        try (BufferedReader reader = Files.newBufferedReader(file)) {
            long number = 1;
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                if (!line.isBlank()) {
                    lines.line(number, List.of(line.split("\t", -1)));
                }
                number++;
            }
        }
    }

    private void readCsv(Lines lines) throws IOException {
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8);
                CsvReader<CsvRecord> csv =
                        CsvReader.builder()
                                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                                .detectBomHeader(false)
                                .ofCsvRecord(reader)) {
            csv.forEach(row -> lines.line(row.getStartingLineNumber(), row.getFields()));
        }
    }

    /// Finds the column in the first line and takes it from all others.
    private final class Picking implements Lines {

        private final Cells cells;
        private int column = -1;
        private String name = "";
        private int width;
        private boolean semicolons;
        private boolean isJobLog;

        Picking(Cells cells) {
            this.cells = cells;
        }

        @Override
        public void line(long number, List<String> fields) {
            if (column < 0) {
                boolean isHeader = findColumn(number, fields);
                if (isHeader) {
                    return;
                }
            }
            if (fields.size() == 1 && fields.getFirst().isBlank()) {
                return;
            }
            if (fields.size() != width) {
                throw mistake(
                        number,
                        "a row must have as many cells as the first line, %d, had %d%s"
                                .formatted(
                                        width,
                                        fields.size(),
                                        semicolons
                                                ? "; put commas between cells, not semicolons, and a point into numbers"
                                                : ""));
            }
            String text = fields.get(column).strip();
            if (!text.isEmpty()) {
                cells.cell(number, name, text);
            }
        }

        /// Whether this line has names.
        private boolean findColumn(long number, List<String> fields) {
            List<String> header =
                    fields.stream().map(field -> field.replace("\uFEFF", "").strip()).toList();
            width = header.size();
            semicolons = width == 1 && header.getFirst().contains(";");
            isJobLog = header.size() > JOB_LOG.size() && header.subList(0, 4).equals(JOB_LOG);
            for (String wanted : names) {
                if (header.contains(wanted)) {
                    column = header.indexOf(wanted);
                    name = wanted;
                    return true;
                }
            }
            if (header.size() > 1) {
                throw mistake(
                        number,
                        "a file of times must have a column %s or one column only, had %s"
                                .formatted(String.join(" or ", names), String.join(", ", header)));
            }
            column = 0;
            boolean isTime = MeasuredTimes.isNumber(header.getFirst());
            name = isTime ? names.getFirst() : header.getFirst();
            return !isTime;
        }
    }
}
