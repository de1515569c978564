"""Static files in production: compressed, and named by what is in them."""

from whitenoise.storage import CompressedManifestStaticFilesStorage

# Rooms whose own scripts import one another; those from elsewhere name files that are not there.
OWN = ("web", "portal", "console", "scanner", "desk")
IMPORTS = (
    (
        r"""(?P<matched>import\s+(?P<import>[\w{*][^'";]*?)\s+from\s+['"](?P<url>\.{1,2}/[^'"]*)['"])""",
        """import %(import)s from "%(url)s\"""",
    ),
    (
        r"""(?P<matched>import\s+['"](?P<url>\.{1,2}/[^'"]*)['"])""",
        """import "%(url)s\"""",
    ),
)


class OwnModules(CompressedManifestStaticFilesStorage):
    """Follows the imports of our own scripts as well as what styles refer to."""

    patterns = (
        *CompressedManifestStaticFilesStorage.patterns,
        *((f"{room}/*.js", IMPORTS) for room in OWN),
    )
