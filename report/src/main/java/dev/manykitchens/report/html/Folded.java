package dev.manykitchens.report.html;

import static j2html.TagCreator.details;
import static j2html.TagCreator.each;
import static j2html.TagCreator.summary;

import dev.manykitchens.report.text.Figures;

import j2html.tags.DomContent;

import java.util.ArrayList;
import java.util.List;

/// Long lists, of which the first are shown and the rest is one click away.
final class Folded {

    private Folded() {}

    /// The content, with everything beyond the first few folded together. One is not worth folding.
    static List<DomContent> after(int shown, List<DomContent> content, String noun) {
        if (content.size() <= shown + 1) {
            return content;
        }
        List<DomContent> folded = new ArrayList<>(content.subList(0, shown));
        folded.add(
                details(
                        summary(Figures.count(content.size() - shown, "more " + noun)),
                        each(content.subList(shown, content.size()).stream())));
        return folded;
    }

    /// Sentences, of which the first few are shown.
    static DomContent list(int shown, List<String> sentences) {
        if (sentences.size() <= shown + 1) {
            return Prose.list(sentences);
        }
        return each(
                Prose.list(sentences.subList(0, shown)),
                details(
                        summary(Figures.count(sentences.size() - shown) + " more"),
                        Prose.list(sentences.subList(shown, sentences.size()))));
    }
}
