package dev.manykitchens.report.cluster;

import dev.manykitchens.report.bars.Ink;

/// A line of a screen, cut at its width: colours take no room, so the text is cut before it is
/// painted.
final class ScreenLine {

    private static final String EIGHTHS = " ▏▎▍▌▋▊▉";

    private final StringBuilder text = new StringBuilder();
    private final Ink ink;
    private int room;

    ScreenLine(int width, Ink ink) {
        this.room = width;
        this.ink = ink;
    }

    ScreenLine add(String part) {
        text.append(cut(part));
        return this;
    }

    ScreenLine add(String part, int colour) {
        String fits = cut(part);
        text.append(fits.isEmpty() ? "" : ink.paint(fits, colour));
        return this;
    }

    /// A text at the left of a column.
    ScreenLine left(String part, int width) {
        return add(fitted(part, width));
    }

    /// A text at the left of a column, in a colour.
    ScreenLine left(String part, int width, int colour) {
        return add(fitted(part, width), colour);
    }

    /// A text at the right of a column.
    ScreenLine right(String part, int width) {
        return add(" ".repeat(Math.max(0, width - part.length())) + part);
    }

    /// A bar that fills a part of a column; nothing when the part is not known.
    ScreenLine bar(double share, int width, int colour) {
        double length = Double.isNaN(share) ? 0 : Math.clamp(share, 0, 1) * width;
        if (ink.isPlain()) {
            return left("#".repeat((int) Math.round(length)), width);
        }
        int eighths = (int) Math.round(length * 8);
        String end = eighths % 8 == 0 ? "" : String.valueOf(EIGHTHS.charAt(eighths % 8));
        String bar = "█".repeat(eighths / 8) + end;
        return add(bar, colour).add(" ".repeat(width - bar.length()));
    }

    private static String fitted(String part, int width) {
        String cut =
                part.length() <= width ? part : part.substring(0, Math.max(0, width - 1)) + "…";
        return cut + " ".repeat(Math.max(0, width - cut.length()));
    }

    private String cut(String part) {
        String fits = part.length() <= room ? part : part.substring(0, room);
        room -= fits.length();
        return fits;
    }

    @Override
    public String toString() {
        return text.toString().stripTrailing();
    }
}
