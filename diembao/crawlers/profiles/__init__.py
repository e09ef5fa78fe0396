"""How the pages of single outlets are built: one small file an outlet, with dated layouts."""

from diembao.crawlers.profiles.loading import load_profiles, shipped_profiles
from diembao.crawlers.profiles.lookup import ProfileLookup
from diembao.crawlers.profiles.model import KindRule, Layout, PageKind, Profile
from diembao.crawlers.profiles.selectors import Finder, Selector

__all__ = [
    "Finder",
    "KindRule",
    "Layout",
    "PageKind",
    "Profile",
    "ProfileLookup",
    "Selector",
    "load_profiles",
    "shipped_profiles",
]
