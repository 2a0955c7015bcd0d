// What has to be known before Swift's runtime starts; see launch.c. Nothing is called from here.
#pragma once
