/// Named resources that jobs share: an espresso machine, a database connection.
///
/// A resource is a number of permits. Its scope says who shares them: the threads of one process (*kitchen*) or every
/// process of the pool (*shared*, the coordinator holds the permits). Start reading at
/// [dev.manykitchens.core.resource.ResourceSpec].
@NullMarked
package dev.manykitchens.core.resource;

import org.jspecify.annotations.NullMarked;
