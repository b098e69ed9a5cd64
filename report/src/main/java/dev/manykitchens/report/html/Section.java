package dev.manykitchens.report.html;

import static j2html.TagCreator.a;
import static j2html.TagCreator.each;
import static j2html.TagCreator.h2;
import static j2html.TagCreator.p;
import static j2html.TagCreator.section;

import j2html.tags.DomContent;

import java.util.List;

/// One part of the page.
///
/// @param id where links lead, in plain letters
/// @param lead how to read it; empty when that needs no words
record Section(String id, String title, String lead, List<DomContent> content) {

    Section {
        content = List.copyOf(content);
    }

    DomContent toHtml() {
        return section(
                        h2(title),
                        lead.isEmpty() ? each() : p(Prose.of(lead)).withClass("lead"),
                        each(content.stream()))
                .withId(id);
    }

    DomContent link() {
        return a(title).withHref("#" + id);
    }
}
