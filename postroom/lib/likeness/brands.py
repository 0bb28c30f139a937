"""Names that are imitated most in fraudulent mail, with their main domains. Their own labels under any ending are never a likeness."""

_DOMAINS = """
adobe.com airbnb.com alibaba.com allegro.pl amazon.com ameli.fr americanexpress.com anthropic.com apple.com atlassian.com
auspost.com.au bankofamerica.com barclays.co.uk bbva.com binance.com blockchain.com booking.com bradesco.com.br caixabank.es
capitalone.com chase.com citibank.com cloudflare.com coinbase.com commerzbank.de costco.com creditagricole.fr dhl.com discord.com
docusign.com dropbox.com ebay.com etrade.com etsy.com expedia.com facebook.com fedex.com fidelity.com github.com gitlab.com
godaddy.com google.com heroku.com hsbc.com icloud.com instagram.com intuit.com itau.com.br kraken.com laposte.fr linkedin.com
lloydsbank.com mailchimp.com mastercard.com mercadolibre.com mercadopago.com mercari.com metamask.io microsoft.com natwest.com
netflix.com netlify.com notion.so nubank.com.br office365.com openai.com oracle.com outlook.com payoneer.com paypal.com
paypay.ne.jp postbank.de poste.it quickbooks.intuit.com rabobank.nl rakuten.co.jp revolut.com roblox.com salesforce.com
santander.com scotiabank.com sharepoint.com shopify.com slack.com snapchat.com societegenerale.fr sparkasse.de spotify.com
stripe.com swisscom.ch telegram.org tiktok.com trello.com twilio.com twitter.com unicredit.it usps.com venmo.com vercel.com
verizon.com vodafone.com walmart.com wellsfargo.com westernunion.com whatsapp.com xfinity.com yahoo.com zendesk.com zoom.us
"""

# By label: `paypal` → `paypal.com`.
BRANDS = {domain.split(".")[0]: domain for domain in _DOMAINS.split()}
