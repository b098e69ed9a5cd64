/// Named resources that jobs share: an espresso machine, a database connection.
///
/// ```
/// Step.Use ──request(name)──▶ ResourceDesk ──▶ ResourcePermit ──release──▶ the oldest that waits
///                               ├─ LocalResources: permits of this process      └─▶ UsageListener
///                               └─ (module worker: permits that the coordinator holds)
/// ```
///
/// A resource is a number of permits. Its scope says who shares them: the threads of one process
/// (*kitchen*) or every process of the pool (*shared*, the coordinator holds the permits). Start
/// reading at [dev.manykitchens.core.resource.ResourceSpec], then
/// [dev.manykitchens.core.resource.ResourceDesk].
@NullMarked
package dev.manykitchens.core.resource;

import org.jspecify.annotations.NullMarked;
