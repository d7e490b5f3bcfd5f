import { lookUpPolicyOfApiKey, urlOf } from '@pmp/contract'

interface LookUp {
  /** The address of this portal. */
  origin: string
  partnerId: string
  policyId: string
}

/** Languages in which the look-up of a key is ready to run, with the file that each is for. */
export const lookUpLanguages = [
  { name: 'curl', write: inCurl, file: 'look-up.sh' },
  { name: 'TypeScript', write: inTypeScript, file: 'look-up.ts' },
  { name: 'Java', write: inJava, file: 'LookUp.java' },
] as const

/** The address up to the key. What stands in it survives a shell, and a text in either language. */
function addressOf({ origin, partnerId }: LookUp): string {
  const path = urlOf(lookUpPolicyOfApiKey, { partnerId, apikey: '-' }).slice(0, -1)
  return `${origin}${path.replaceAll(/[!'()*]/g, percentCode)}`
}

/** What `encodeURIComponent` leaves as it is. */
function percentCode(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`
}

function inCurl(lookUp: LookUp): string {
  return `# API_KEY holds the key, TOKEN an access token of the service that looks it up.
# While the key works, the answer names the policy ${comment(lookUp.policyId)}.
curl -sS -H "Authorization: Bearer \${TOKEN:?}" \\
  "${addressOf(lookUp)}\${API_KEY:?}"
`
}

function inTypeScript(lookUp: LookUp): string {
  return `// API_KEY holds the key, TOKEN an access token of the service that looks it up.
import { env, exit } from 'node:process'

const policyId = ${JSON.stringify(lookUp.policyId)}
const address = ${JSON.stringify(addressOf(lookUp))}

const { API_KEY, TOKEN } = env
if (!API_KEY || !TOKEN) {
  console.error('Set API_KEY and TOKEN first.')
  exit(1)
}
const reply = await fetch(address + encodeURIComponent(API_KEY), {
  headers: { authorization: \`Bearer \${TOKEN}\` },
})
const { response, errors } = (await reply.json()) as {
  response: { partnerID: string; policyId: string } | null
  errors: { errorCode: string; message: string }[]
}
for (const { errorCode, message } of errors) console.error(errorCode, message)
const isGranted = response?.policyId === policyId
console.log(isGranted ? \`The key gives policy \${policyId}.\` : 'The key is refused.')
exit(isGranted ? 0 : 1)
`
}

function inJava(lookUp: LookUp): string {
  return `// API_KEY holds the key, TOKEN an access token of the service that looks it up.
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;

public class LookUp {
  private static final String POLICY_ID = ${JSON.stringify(lookUp.policyId)};
  private static final String ADDRESS =
      ${JSON.stringify(addressOf(lookUp))};

  public static void main(String[] args) throws Exception {
    String apiKey = System.getenv("API_KEY");
    String token = System.getenv("TOKEN");
    if (apiKey == null || token == null) {
      System.err.println("Set API_KEY and TOKEN first.");
      System.exit(1);
    }
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(ADDRESS + apiKey))
            .header("Authorization", "Bearer " + token)
            .build();
    String answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
    boolean isGranted = answer.contains("\\"policyId\\":\\"" + POLICY_ID + "\\"");
    System.out.println(isGranted ? "The key gives policy " + POLICY_ID + "." : answer);
    System.exit(isGranted ? 0 : 1);
  }
}
`
}

/** In one line, whatever an id of an older database holds. */
function comment(text: string): string {
  return text.replaceAll(/\s+/g, ' ')
}
