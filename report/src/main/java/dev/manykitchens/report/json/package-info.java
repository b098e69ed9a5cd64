/// How records become JSON and come back, in one place so that all files and outputs agree.
///
/// ```
/// records of export and run ──Json──▶ text, names in snake case ──JsonShape, Json──▶ records
/// ```
///
/// Start reading at [dev.manykitchens.report.json.Json].
@NullMarked
package dev.manykitchens.report.json;

import org.jspecify.annotations.NullMarked;
