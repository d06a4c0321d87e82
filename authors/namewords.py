"""The words that names are told by: particles, titles, suffixes, agencies, what organisations are called, places.

Closed lists, kept short: what is on none of them is not guessed at.
"""


def words(text: str) -> frozenset[str]:
    """Return the set of the words in `text`."""
    return frozenset(text.split())


def phrases(text: str) -> frozenset[str]:
    """Return the set of what stands between the bars of `text`."""
    return frozenset(text.split("|"))


# Parts of names

PARTICLES = words(
    "abdel abdul abu af al av ben bin bint da das de del dela della delos den der des di do dos du e el i ibn la las le "
    "los mac mc o of or santa san st st. ten ter te the to van von y zu zum zur בן בת בר בן־ בת־ בר־ بن ابن بنت أبو ابو "
    "عبد آل"
)
LINKS = words("e i y")  # between two surnames; in capitals they are initials
LOUD = words("abdel abdul abu ben mac mc o san santa st st. dela")  # particles that keep their capital
ALONE = words(
    "da de den der di dos du le von af zu zum zur ter ten"
)  # no given names: a surname stands alone behind them
JOINTS = words("and & und et och og ve oraz или и or")
TITLES = words(
    "adm atty attorney brig capt cdr cllr cmdr col congressman congresswoman cpl dame doctor dott dr dra drs father fr frau gen gov herr hon imam ing insp "
    "lady lord lt maj mayor miss mlle mme mr mrs ms msgr mx pres prof professor rabbi rep representative rev reverend "
    "sen senator señor señora sgt shaykh sheikh shri sig sir sister smt sra sri"
)
GENERATIONS = words("jr sr ii iii iv vi vii viii")  # sure without a comma
DEGREES = words("phd md esq obe cbe mbe dbe kbe dds dmd jd qc mba dphil edd dvm cpa od")  # and these
BEHIND_COMMA = words(
    "v ix x mp mep msp mla ma ba bsc msc bsn rn kc do dc od pe mph lcsw sc frs aia jp se pc lncc cfa llm cpa"
)
SUFFIXES = GENERATIONS | DEGREES | BEHIND_COMMA
PRINTED = {  # how suffixes that are not all in capitals are printed
    "jr": "Jr", "sr": "Sr", "phd": "PhD", "esq": "Esq", "dphil": "DPhil", "edd": "EdD", "bsc": "BSc", "msc": "MSc",
}  # fmt: skip
MACS = words(
    "allister arthur aulay donald donnell dougall dowell farland farlane gregor intosh intyre kenna kenzie lachlan laren "
    "leod mahon millan namara neil nicol pherson"
)
NO_NAMES = words(  # what is never a word of a name, but is left in one by a line that was read wrongly
    "as at atty attorney by dr drs for from in law mr mrs ms photo photos photograph photographs realtor report reports story told "
    "trustee trustees with"
)

# Surnames that commonly stand first: in these names the order is not told by the place of a word
SURNAME_FIRST = words(
    "nguyễn nguyen trần lê phạm huỳnh hoàng phan vũ võ đặng bùi đỗ hồ ngô dương lý "
    "orbán nagy kovács szabó tóth horváth varga molnár németh farkas balogh papp takács juhász lakatos mészáros oláh rácz "
    "fekete szilágyi fehér kocsis fodor pintér szűcs somogyi magyar "
    "xi li wang zhang liu chen zhao huang zhou wu xu zhu gao guo luo liang zheng xie tang deng cao peng zeng xiao cai jiang"
)
TWO_SYLLABLES = words(
    "kim park lee choi jung kang cho yoon jang lim moon roh ban chung shin hwang tsai chiang lai ma ko"
)

# Organisations

ORGANISATION = words(
    "agency alliance association board bureau center centre co committee company corporation council department desk "
    "federation foundation group inc institute international llc ltd ministry network news newsroom office "
    "organisation organization plc press projects service services society staff team trust union university wire "
    "chronicle courier daily gazette guardian herald journal magazine media mirror observer post reporters review "
    "standard sun telegraph times today tribune weekly redaktion redazione redacción redactie redacția redakcja "
    "toimitus redaksjonen redaktionen rédaction редакция агентство समाचार gmbh ag sa"
)
FAMILY_TOO = words(  # these are surnames as well
    "board center guardian herald journal mirror post press service standard sun times today union wire courier co"
)
SCRIPT_ORGANISATION = (
    "通讯社",
    "通訊社",
    "通信社",
    "编辑部",
    "編集部",
    "編輯部",
    "记者部",
    "新闻社",
    "新聞社",
    "日报",
    "日報",
    "신문",
    "뉴스",
)
NOBODY = phrases(  # bylines that name no one
    "staff|staff writer|staff writers|staff reporter|staff reporters|staff report|staff reports|our staff|our reporter|"
    "our correspondent|our own correspondent|our own correspondents|our correspondents|our foreign staff|a correspondent|"
    "a staff reporter|a staff writer|special correspondent|staff and agencies|staff and wire|staff and wire reports|"
    "staff and wire services|agencies|wire reports|wire services|news services|from wire reports|guest|guest author|admin|"
    "administrator|anonymous|unknown|n/a|none|desk|newsroom|editor|editors|redaktion|redazione|redacción|la redacción|"
    "la rédaction|rédaction|redactie|redakcja|redação|redacção|da redação|редакция|本报记者|本刊记者|本报讯|编辑部|編集部|"
    "هيئة التحرير|מערכת|संवाददाता"
)
BODIES = phrases("editorial board|the editorial board|the editors|editorial staff|the staff")

WIRES = phrases(
    "afp|aap|anp|ansa|ap|apa|ats|bloomberg|bloomberg news|bpa|belga|cna|cp|ctk|čtk|dpa|efe|epd|europa press|hina|ians|"
    "interfax|kna|kyodo|kyodo news|lusa|mti|ntb|pa|pa media|pap|prensa latina|press association|pti|reuters|ria novosti|"
    "ritzau|sid|stt|tanjug|tass|tt|ukrinform|upi|wam|wafa|xinhua|xinhua news agency|yonhap|yonhap news agency|"
    "agence france presse|agence france-presse|agencia efe|anadolu agency|anadolu|associated press|the associated press|"
    "canadian press|the canadian press|deutsche presse-agentur|press trust of india|thomson reuters|"
    "united press international|тасс|интерфакс|риа новости|рейтер|укринформ|رويترز|أ ف ب|وكالة فرانس برس|فرانس برس|"
    "אי־פי|רויטרס|新华社|新華社|中新社|中央社|共同通信|共同通信社|時事通信|路透社|法新社|美联社|ロイター|연합뉴스|रॉयटर्स"
)
SHORT_WIRE = 4  # letters: up to here only capitals (or the spelling they use: dpa, epd) make it an agency
LOWER_WIRES = words("dpa epd")

# Datelines

PLACES = phrases(
    "abuja|accra|addis ababa|aleppo|algiers|amman|amsterdam|ankara|athens|atlanta|baghdad|bangkok|barcelona|basra|beijing|"
    "beirut|belfast|belgrade|berlin|bogotá|bogota|boston|brasília|brasilia|brussels|bucharest|budapest|buenos aires|cairo|"
    "canberra|caracas|chicago|colombo|copenhagen|dakar|damascus|delhi|dhaka|doha|donetsk|dubai|dublin|edinburgh|frankfurt|"
    "gaza|gaza city|geneva|hanoi|harare|havana|helsinki|hong kong|islamabad|istanbul|jakarta|jerusalem|johannesburg|kabul|"
    "kampala|kandahar|karachi|kharkiv|khartoum|kiev|kinshasa|kyiv|lagos|lahore|lima|lisbon|london|los angeles|madrid|"
    "manila|mexico city|milan|minsk|mogadishu|moscow|mosul|mumbai|nairobi|new delhi|new york|oslo|ottawa|paris|"
    "phnom penh|prague|pyongyang|quito|ramallah|riga|riyadh|rome|rio de janeiro|san francisco|san salvador|santiago|"
    "são paulo|sao paulo|sarajevo|seoul|shanghai|singapore|skopje|sofia|stockholm|strasbourg|sydney|taipei|tallinn|"
    "tbilisi|tehran|tel aviv|tokyo|toronto|tripoli|tunis|vienna|vilnius|warsaw|washington|washington, d.c.|wien|yangon|"
    "yerevan|zagreb|zürich|zurich|москва|киев|минск|київ|北京|上海|香港|東京|东京|القاهرة|بيروت|דמשק|ירושלים|दिल्ली"
)
