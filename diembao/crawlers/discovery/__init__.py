"""Finding by what doors a site can be collected, and who is responsible for it.

``candidates``  addresses that may be feeds or sitemaps
``imprint``     what a front page says of its outlet
``spider``      asks for them, politely, and tries each
``proposal``    makes an entry of the catalogue of what was found
"""

from diembao.crawlers.discovery.imprint import Imprint
from diembao.crawlers.discovery.proposal import Wishes, propose, refuse_address
from diembao.crawlers.discovery.spider import Discovery, Found, discover

__all__ = ["Discovery", "Found", "Imprint", "Wishes", "discover", "propose", "refuse_address"]
