package dev.manykitchens.core.cookbook;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What one `add_to_till` job did: the text that it gives, taken apart.
///
/// @param added how many sales this job added
/// @param total what the till of its process showed when it was done
/// @param pid that process
public record TillReceipt(long added, long total, long pid) {

    private static final Pattern TEXT =
            Pattern.compile("added ([0-9]+), total ([0-9]+), PID ([0-9]+)");

    /// Reads what [#toString] writes.
    ///
    /// @throws IllegalArgumentException when the text is not a receipt
    public static TillReceipt parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "a receipt must look like \"added 3, total 7, PID 42\", was \"" + text + "\"");
        }
        return new TillReceipt(
                Long.parseLong(matcher.group(1)),
                Long.parseLong(matcher.group(2)),
                Long.parseLong(matcher.group(3)));
    }

    @Override
    public String toString() {
        return "added " + added + ", total " + total + ", PID " + pid;
    }
}
