/// Named resources that jobs share: an espresso machine, a database connection.
///
/// ```
/// Step.Use ──request(name)──▶ ResourceDesk ──▶ ResourcePermit ──release──▶ the oldest that waits
///                               ├─ LocalResources: permits of this process      └─▶ UsageListener
///                               └─ (module worker: permits that the coordinator holds)
/// ```
///
/// A resource is a number of permits. Its scope says who shares them: the threads of one process
/// (*kitchen*) or every process of the pool (*shared*, the coordinator holds the permits). Jobs
/// that hold one resource and wait for another one can wait for each other for ever; the request
/// that would close such a circle is refused ([dev.manykitchens.core.resource.WaitGraph]). Start
/// reading at [dev.manykitchens.core.resource.ResourceSpec], then
/// [dev.manykitchens.core.resource.ResourceDesk].
@NullMarked
package dev.manykitchens.core.resource;

import org.jspecify.annotations.NullMarked;
