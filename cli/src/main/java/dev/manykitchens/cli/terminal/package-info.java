/// What a command runs in: where it prints, what kind of terminal that is, and how it hears that it
/// should stop.
///
/// ```
/// KitchenMain ── Shell.ofProcess() ──▶ Shell ─┬─ out, err   always UTF-8 where the system only knows ASCII
///                                             ├─ Terminal   is it one, how wide, colours or not
///                                             └─ Interrupts Ctrl-C: stop what runs, then let the command say its last words
/// ```
///
/// Tests make their own shell, with streams that are read back. Start reading at
/// [dev.manykitchens.cli.terminal.Shell].
@NullMarked
package dev.manykitchens.cli.terminal;

import org.jspecify.annotations.NullMarked;
