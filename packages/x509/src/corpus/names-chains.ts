import { TAG, contextTag } from '../asn1.ts'
import { write } from '../asn1-write.ts'
import { EXTENSION } from '../extensions.ts'
import { leafBelow, make } from '../path-scenes.ts'
import { type CorpusCase, breaks, der, holds, ordered, reshaped } from './corpus-case.ts'
import {
  altNames,
  directory,
  dns,
  email,
  ip,
  nameConstraints,
  registeredId,
  uri,
} from './encode.ts'
import { replacing } from './reshape.ts'

type Names = readonly Uint8Array[]

/** One authority with constraints above a leaf with alternative names. */
const under = (lists: { permitted?: Names; excluded?: Names }, names: Names) =>
  ordered({
    middle: { furtherExtensions: [nameConstraints(lists)] },
    leaf: { furtherExtensions: [altNames(names)] },
  })

const refused = (name: string, scene: CorpusCase['scene']) =>
  breaks('name_constraints', name, scene)

const example = [dns('example.org')]
const range = [ip(10, 1, 0, 0, 255, 255, 0, 0)]
const organisation = (name: string) => [directory({ O: name })]

const withMinimum = {
  oid: EXTENSION.nameConstraints,
  isCritical: true,
  value: write(
    TAG.sequence,
    write(contextTag(0), write(TAG.sequence, dns('example.org'), write(0x80, Uint8Array.of(1)))),
  ),
}

/** Name constraints of every kind, kept and broken. RFC 5280 §4.2.1.10. */
export const namesChains: readonly CorpusCase[] = [
  holds('a host below a permitted domain', under({ permitted: example }, [dns('A.example.ORG')])),
  holds('a permitted host itself', under({ permitted: example }, example)),
  refused(
    'a host beside a permitted domain',
    under({ permitted: example }, [dns('notexample.org')]),
  ),
  refused(
    'one of two hosts is not permitted',
    under({ permitted: example }, [dns('a.example.org'), dns('a.example.com')]),
  ),
  holds('a host outside an excluded domain', under({ excluded: example }, [dns('example.com')])),
  refused('a host in an excluded domain', under({ excluded: example }, [dns('b.a.example.org')])),
  refused(
    'a host both permitted and excluded',
    under({ permitted: example, excluded: [dns('b.example.org')] }, [dns('b.example.org')]),
  ),
  refused(
    'a wildcard that covers an excluded host',
    under({ excluded: [dns('b.example.org')] }, [dns('*.example.org')]),
  ),
  holds(
    'a mailbox at a permitted host',
    under({ permitted: [email('example.org')] }, [email('Me@Example.org')]),
  ),
  refused(
    'a mailbox at a host below a permitted one',
    under({ permitted: [email('example.org')] }, [email('me@a.example.org')]),
  ),
  holds(
    'a mailbox below a permitted domain',
    under({ permitted: [email('.example.org')] }, [email('me@a.example.org')]),
  ),
  holds(
    'a permitted mailbox',
    under({ permitted: [email('me@example.org')] }, [email('me@example.org')]),
  ),
  refused(
    'another mailbox of the same host',
    under({ permitted: [email('me@example.org')] }, [email('you@example.org')]),
  ),
  refused(
    'an excluded mailbox',
    under({ excluded: [email('example.org')] }, [email('me@example.org')]),
  ),
  holds(
    'an address at a permitted host',
    under({ permitted: [uri('www.example.org')] }, [uri('https://www.example.org:8443/a?b')]),
  ),
  refused(
    'an address at another host',
    under({ permitted: [uri('www.example.org')] }, [uri('https://ftp.example.org/')]),
  ),
  holds(
    'an address below a permitted domain',
    under({ permitted: [uri('.example.org')] }, [uri('https://www.example.org/')]),
  ),
  refused(
    'an address without a host',
    under({ permitted: [uri('.example.org')] }, [uri('urn:example:1')]),
  ),
  refused(
    'an address at an excluded host',
    under({ excluded: [uri('.example.org')] }, [uri('ldap://a.example.org/x')]),
  ),
  holds('an IP address in a permitted range', under({ permitted: range }, [ip(10, 1, 200, 3)])),
  refused('an IP address beside a permitted range', under({ permitted: range }, [ip(10, 2, 0, 1)])),
  refused(
    'an IP address of the other family',
    under({ permitted: range }, [ip(...Array.from({ length: 16 }, () => 1))]),
  ),
  refused('an IP address in an excluded range', under({ excluded: range }, [ip(10, 1, 2, 3)])),
  holds(
    'a subject in a permitted directory',
    ordered({
      middle: { furtherExtensions: [nameConstraints({ permitted: organisation('path TESTS') })] },
    }),
  ),
  refused(
    'a subject outside a permitted directory',
    ordered({
      middle: { furtherExtensions: [nameConstraints({ permitted: organisation('Elsewhere') })] },
    }),
  ),
  refused(
    'a subject in an excluded directory',
    ordered({
      middle: { furtherExtensions: [nameConstraints({ excluded: organisation('Path tests') })] },
    }),
  ),
  refused(
    'constraints of the root reach the leaf',
    ordered({
      root: { furtherExtensions: [nameConstraints({ permitted: example })] },
      leaf: { furtherExtensions: [altNames([dns('example.com')])] },
    }),
  ),
  refused(
    'constraints of two authorities both count',
    ordered({
      root: { furtherExtensions: [nameConstraints({ permitted: example })] },
      middle: { furtherExtensions: [nameConstraints({ permitted: [dns('a.example.org')] })] },
      leaf: { furtherExtensions: [altNames([dns('b.example.org')])] },
    }),
  ),
  refused(
    'constraints on names of a kind nobody compares',
    under({ permitted: [registeredId('1.2.3')] }, [registeredId('1.2.3')]),
  ),
  holds(
    'constraints on names that do not occur',
    under({ permitted: [registeredId('1.2.3')] }, example),
  ),
  holds('a self-issued authority is free of constraints', async () => {
    const root = await make('root')
    const limits = nameConstraints({ excluded: [directory({ O: 'Path tests', CN: 'middle' })] })
    const middle = await make('middle', root, { furtherExtensions: [limits] })
    const next = await make('middle', middle, { key: (await make('other key')).key })
    return {
      target: der(await leafBelow(next)),
      anchors: [der(root)],
      pool: [der(middle), der(next)],
    }
  }),
  breaks(
    'issuer_known',
    'constraints with a minimum',
    reshaped(
      'middle',
      { extensions: replacing(withMinimum) },
      { leaf: { furtherExtensions: [altNames(example)] } },
    ),
  ),
  breaks(
    'extension_criticality',
    'constraints that are not critical',
    ordered({
      middle: { furtherExtensions: [nameConstraints({ permitted: example }, false)] },
    }),
  ),
]
