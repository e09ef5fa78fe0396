"""Certificates: always verified, with a word for what is wrong with one, and with a source's own authorities."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from OpenSSL import SSL
from service_identity import VerificationError
from service_identity.exceptions import CertificateError
from service_identity.hazmat import DNS_ID, IPAddress_ID, verify_service_identity
from service_identity.pyopenssl import extract_patterns
from twisted.internet._sslverify import IOpenSSLTrustRoot
from twisted.internet.abstract import isIPAddress, isIPv6Address
from twisted.internet.interfaces import IOpenSSLClientConnectionCreator
from twisted.internet.ssl import optionsForClientTLS
from twisted.python.failure import Failure
from twisted.web.iweb import IPolicyForHTTPS
from zope.interface import implementer

from diembao.core.addresses import host as host_of
from diembao.core.addresses import within
from diembao.core.models import Source


class CertificateFault(StrEnum):
    """What is wrong with a certificate."""

    CA_FILE = "ca-file"
    """The file with the source's own authorities cannot be used."""
    EXPIRED = "expired"
    INCOMPLETE_CHAIN = "incomplete-chain"
    NOT_YET_VALID = "not-yet-valid"
    SELF_SIGNED = "self-signed"
    WRONG_HOST = "wrong-host"


#: OpenSSL's verification results (X509_V_ERR_*) that have a word of their own.
_FAULTS = {
    2: CertificateFault.INCOMPLETE_CHAIN,
    9: CertificateFault.NOT_YET_VALID,
    10: CertificateFault.EXPIRED,
    18: CertificateFault.SELF_SIGNED,
    19: CertificateFault.SELF_SIGNED,
    20: CertificateFault.INCOMPLETE_CHAIN,
    21: CertificateFault.INCOMPLETE_CHAIN,
}


class CertificateRefused(SSL.Error):
    """A certificate that does not hold.

    :param fault: a :class:`CertificateFault`, or OpenSSL's number of what has no word of ours.
    """

    def __init__(self, fault: str) -> None:
        super().__init__(fault)
        self.fault = fault


@dataclass(frozen=True, slots=True)
class Authorities:
    """Certificates that the hosts of some domains are verified against besides the system's."""

    domains: tuple[str, ...]
    file: Path
    home: Path

    def load(self, context: SSL.Context) -> None:
        """Add them to what a context trusts.

        :raises CertificateRefused: the file is outside the home, missing, or no PEM file of certificates.
        """
        file = (self.home / self.file).resolve()
        if not file.is_relative_to(self.home.resolve()):
            raise CertificateRefused(CertificateFault.CA_FILE)
        try:
            context.load_verify_locations(str(file))
        except SSL.Error as error:
            raise CertificateRefused(CertificateFault.CA_FILE) from error


def authorities_of(sources: Sequence[Source], home: Path) -> list[Authorities]:
    """The authorities that sources name."""
    return [Authorities(source.domains, Path(source.ca_file), home) for source in sources if source.ca_file]


@implementer(IPolicyForHTTPS)
class VerifiedHosts:
    """Scrapy's and Twisted's policy for https: every certificate is verified, whatever a source says."""

    def __init__(self, authorities: Sequence[Authorities]) -> None:
        self._authorities = authorities

    def creatorForNetloc(self, hostname: bytes, port: int) -> Any:  # noqa: N802 - Twisted's name
        """What makes the connections to a host.

        :raises CertificateRefused: see :meth:`Authorities.load`.
        """
        name = hostname.decode("ascii")
        added = [item for item in self._authorities if within(host_of(f"https://{name}"), item.domains)]
        for authorities in added:  # Twisted makes its context when the connection stands, which is too late to say no
            authorities.load(SSL.Context(SSL.TLS_CLIENT_METHOD))
        trust: Any = _Trust(added)
        options = optionsForClientTLS(name, trustRoot=trust, extraCertificateOptions={"fixBrokenPeers": True})
        return _Telling(options, name)


@implementer(IOpenSSLTrustRoot)
class _Trust:
    """The system's authorities and a source's own."""

    def __init__(self, added: Sequence[Authorities]) -> None:
        self._added = added

    def _addCACertsToContext(self, context: SSL.Context) -> None:  # noqa: N802 - Twisted's name
        context.set_default_verify_paths()
        for authorities in self._added:
            authorities.load(context)


@implementer(IOpenSSLClientConnectionCreator)
class _Telling:
    """Makes connections that say what is wrong with a certificate; Twisted's own say only that something is."""

    def __init__(self, options: Any, name: str) -> None:
        self._options = options
        self._name = name

    def clientConnectionForTLS(self, protocol: Any) -> SSL.Connection:  # noqa: N802 - Twisted's name
        connection: SSL.Connection = self._options.clientConnectionForTLS(protocol)
        connection.set_verify(SSL.VERIFY_PEER | SSL.VERIFY_FAIL_IF_NO_PEER_CERT, _check(self._name, protocol))
        return connection


def _check(name: str, protocol: Any) -> Callable[..., bool]:
    is_ip = isIPAddress(name) or isIPv6Address(name)
    wanted = IPAddress_ID(name) if is_ip else DNS_ID(name)

    def check(_connection: Any, certificate: Any, number: int, depth: int, holds: int) -> bool:
        fault = "" if holds else _FAULTS.get(number, str(number))
        if holds and depth == 0:
            try:
                verify_service_identity(extract_patterns(certificate), [wanted], [])
            except (VerificationError, CertificateError, ValueError):
                fault = CertificateFault.WRONG_HOST
        if fault:
            protocol.failVerification(Failure(CertificateRefused(fault)))  # type: ignore[no-untyped-call]
        return not fault

    return check
