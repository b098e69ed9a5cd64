package dev.manykitchens.report.html;

import static j2html.TagCreator.code;
import static j2html.TagCreator.each;
import static j2html.TagCreator.li;
import static j2html.TagCreator.text;
import static j2html.TagCreator.ul;

import j2html.tags.DomContent;
import j2html.tags.specialized.UlTag;

import java.util.ArrayList;
import java.util.List;

/// Sentences of a run, in which names stand between backticks.
final class Prose {

    private Prose() {}

    /// The sentence with its names set as code.
    static DomContent of(String sentence) {
        List<DomContent> parts = new ArrayList<>();
        String[] pieces = sentence.split("`", -1);
        boolean paired = pieces.length % 2 == 1;
        for (int i = 0; i < pieces.length; i++) {
            if (paired && i % 2 == 1) {
                parts.add(code(pieces[i]));
            } else {
                parts.add(text((!paired && i > 0 ? "`" : "") + pieces[i]));
            }
        }
        return each(parts.stream());
    }

    /// One item a sentence.
    static UlTag list(List<String> sentences) {
        return ul(each(sentences, sentence -> li(of(sentence))));
    }
}
