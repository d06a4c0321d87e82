"""Bios that need no care, of many kinds. Every person, paper and place in them is invented.

Each is (name, words): the words are a profile's own, as `authors.care.look` takes them; `also` are other names.
"""

LINKED = {"links": [{"label": "Website", "url": "https://annlee.example/"}]}


def bio(name, html, **words):
    """One bio; plain text is taken for a paragraph."""
    html = html if html.startswith("<") or not html else f"<p>{html}</p>"
    return name, {"bio": html, **words}


def outlets(*names):
    return [{"name": name} for name in names]


GOOD_BIOS = [
    # One line
    bio("Ann Lee", "Ann Lee is a reporter at The Harbour Post.", position="Reporter"),
    bio("Ann Lee", "Staff writer", position="Staff writer"),
    bio("Bo Ek", "Senior Editor, the Harbour Post", position="Senior Editor"),
    bio("Cy Dun", "Cy Dun writes. He also sails."),
    bio("Dee Orr", "Photographer. Lives on a boat."),
    bio("Ann Lee", "Ann Lee is a reporter. 🌊", start_year=2012),
    bio("Ida Holm", "Reporter in Turku; ida@nord.example"),
    # Years that fit
    bio("Jason Pell", "Jason Pell has 20 years of experience.", start_year=2006),
    bio("Jason Pell", "Jason Pell has 20 years of experience in coastal policy research.", start_year=2004),
    bio("Jason Pell", "He has more than 20 years of experience as a reporter.", start_year=1998),
    bio("Jason Pell", "He has over two decades of experience, most of it wet.", start_year=1996),
    bio("Mia Roth", "Mia Roth has been a journalist for nearly thirty years.", start_year=1998),
    bio("Mia Roth", "Mia Roth has been a journalist since 1998. She has covered courts since 2011.", start_year=1998),
    bio("Mia Roth", "Roth has covered the courts since 2011, for the last five years from Kiel.", start_year=1998),
    bio("Mia Roth", "She has been Senior Editor since 2019.", start_year=1998, position="Senior Editor"),
    bio("Mia Roth", "She has decades of experience and one good coat.", start_year=2010),
    bio("Mia Roth", "Mia Roth lived in Lima for 30 years and became a reporter late.", start_year=2015),
    bio("Mia Roth", "She spent 20 years as a nurse before she wrote a line.", start_year=2018),
    bio("Mia Roth", "With 15 years of experience in banking, she reads accounts first.", start_year=2020),
    bio("Mia Roth", "Her brother has been a journalist since 1980; she began in 2004.", start_year=2004),
    bio("Mia Roth", "She works with Bo Ek, who has been a reporter since 1971.", start_year=2004),
    bio("Mia Roth", "She edits the Quay, which has covered the port since 1890.", start_year=2004),
    bio("Mia Roth", "The desk has 90 years of experience between them.", start_year=2004),
    bio("Mia Roth", "She has been married for 30 years and has watched the club since 1979.", start_year=2004),
    bio("Mia Roth", "She has written poems since 1985 and news since 2004.", start_year=2004),
    bio("Mia Roth", "She has reported since 2004 and has 5 years of experience in radio.", start_year=2004),
    bio("Mia Roth", "At 20 she left school. She has about 20 years of experience.", start_year=2004),
    bio("Mia Roth", "She was born in 1950, and reported from 1971 until 2001.", start_year=1971),
    # Names
    bio("Željka Brandić", "Željka Brandić is Politics Editor. Brandić joined from radio.", position="Politics Editor"),
    bio("Željka Brandić", "Željka Brandić edits. Marko Brandic keeps a shop. Her cousin Ana Brandic does not."),
    bio("Željka Brandić", "Zeljka Brandic is Politics Editor.", also=["Zeljka Brandic"], position="Politics Editor"),
    bio("Jason Litz", "Jason Litz learned the trade from his father Jon Litz. Litz’s desk is bare."),
    bio("Jason Litz", "Jason Litz married Jasmin Lietz in 2001; they share a byline."),
    bio("Jason Litz", "Jason Litz is not Jason Lietz, a namesake who paints."),
    bio("Katherine Holm", "Kate Holm writes about ice. Everybody calls her Kate.", also=["Kate Holm"]),
    bio("Katherine Holm", "Katie has been at sea. Holm’s log appears on Fridays."),
    bio("Maria Lopez", "Maria Lopez and her twin Marie Lopez run the letters page."),
    bio("Seán O'Brien", "Seán O’Brien is a poet. O’Brien’s verses are in the stairwell."),
    bio("Ann Marsh", "March is her favourite month. Ann Marsh covers the estuary; Marshes are what she knows."),
    bio("J. R. Pell", "J.R. Pell reviews novels. Pell is hard to please."),
    bio("Bo Stone", "Stones are what Bo Stone writes about; Stowe is where he lives."),
    bio("Dr Nkechi Obuya", "Dr Nkechi Obuya leads the stock assessment group. Obuya counts fish for a living."),
    bio("Winifred Osei-Marsh", "Winifred Osei Marsh has reported from the islands since 2013.", start_year=2013),
    bio("ANN LEE", "Ann Lee is a data reporter."),
    bio("Peter Carr", "Peter Carr grew up in Cardiff. Carter is the name of his dog, and Petra the cat’s."),
    # Outlets
    bio(
        "Jason Pell",
        "His work has appeared in Forbes, the Toronto Star and The American Conservative.",
        outlets=outlets("The American Conservative", "Forbes", "Toronto Star"),
    ),
    bio(
        "Jason Pell",
        "His work has appeared in Forbes and the Toronto Star, among others.",
        outlets=outlets("Forbes", "Toronto Star", "Kelp"),
    ),
    bio(
        "Jason Pell",
        "He has written for publications including Forbes and the Toronto Star.",
        outlets=outlets("Forbes", "Toronto Star", "Kelp"),
    ),
    bio("Jason Pell", "He writes for Forbes and Wired.", outlets=outlets("Forbes", "Wired", "Kelp")),
    bio("Jason Pell", "He writes about fish.", outlets=outlets("Forbes", "Toronto Star")),
    bio("Jason Pell", "He has written for Field & Foreshore.", outlets=outlets("Field and Foreshore")),
    bio("Jason Pell", "He has written for the BBC.", outlets=outlets("British Broadcasting Corporation")),
    bio("Jason Pell", "His work has appeared in the Star Tribune.", outlets=outlets("Minneapolis Star-Tribune")),
    bio("Jason Pell", "He has written for the Semaphore since 2004.", start_year=2004),
    bio(
        "Jason Pell",
        "He edited Kelp for years; his work has appeared in Forbes and the Toronto Star.",
        outlets=outlets("Forbes", "Toronto Star", "Kelp"),
    ),
    bio("Jason Pell", "She has written for radio and for television, in English and French."),
    # Positions
    bio("Mia Roth", "Mia Roth is Editor. She likes rain.", position="Politics Editor"),
    bio("Mia Roth", "Mia Roth is Political Editor.", position="Politics Editor"),
    bio("Mia Roth", "Mia Roth is Editor-in-Chief.", position="Editor in chief"),
    bio("Mia Roth", "Mia Roth is Senior Editor of The Quay.", position="Columnist"),
    bio("Mia Roth", "Mia Roth is The Quay’s Science Editor.", position="Columnist"),
    bio("Mia Roth", "Mia Roth is a journalist and historian.", position="Chief Critic"),
    bio("Mia Roth", "Mia Roth is Science Editor.", position="Science Editor, Head of Data"),
    bio(
        "Leo Crabb",
        "Leo Crabb joined as a copy boy at fifteen and left as its editor.",
        position="Editor, 1983 to 2007",
    ),
    # Nothing stands twice
    bio("Mia Roth", "She won the Tern Prize for Reporting in 2012. She won the Tern Prize for Reporting in 2014."),
    bio("Mia Roth", "Her first book was about ships and the sea. Her second book was about ships and the sea."),
    bio("Mia Roth", "She sails. She writes. She sails."),
    bio("Mia Roth", "Who reads it all? She does. Who pays? She does."),
    bio("Mia Roth", "Mia Roth covers courts.", short_bio="<p>Mia Roth covers courts.</p>"),
    bio(
        "Mia Roth", "On Mondays she edits the letters page of the Post. On Fridays she edits the jobs page of the Post."
    ),
    # Links and markup
    bio(
        "Ann Lee",
        '<p><strong>Ann Lee</strong> keeps <a href="https://annlee.example/notes">notes</a> and a <a href="/about/">'
        'page about us</a>.</p><p>Write to <a href="mailto:ann@lee.example">ann@lee.example</a>.</p>',
        **LINKED,
    ),
    bio("Ann Lee", '<p>Her column is <a href="https://semaphore.example/about/?page=2#top">here</a>.</p>'),
    bio(
        "Ann Lee", "<p>Ann Lee wrote <em>The Salt Tax</em> (2011) &amp; <em>A Short Walk</em> (2016).<br>She edits.</p>"
    ),
    bio("Ann Lee", "<p>Ann Lee is <strong>not</strong> a <em>robot</em>&nbsp;; 3 &lt; 5.</p>"),
    # Other languages and scripts
    bio("آن لي", "آن لي مراسلة تكتب عن الموانئ منذ عشرين عاما", start_year=2006),
    bio("سليم المرساوي", "<p><strong>سليم المرساوي</strong> يكتب صفحة الجمعة. وُلد في أوستري.</p>", also=["Salim"]),
    bio("李安", "李安是海港邮报的记者，常驻北京。他写港口，也写人。", start_year=2001),
    bio("山田花子", "山田花子は記者。港と海について書いている。東京在住。"),
    bio("Анна Ли", "Анна Ли пишет о портах. Живёт в Мурманске. Тексты Анны Ли переведены.", also=["Ann Lee"]),
    bio(
        "Anna Berg",
        "Anna Berg ist Redakteurin in Kiel und schreibt „Hafenblick“. Anna Bergs Texte erscheinen freitags.",
    ),
    bio("Anne Lys", "Anne Lys est journaliste à Brest ; elle a publié « Le Quai » en 2009 !"),
    bio("Jan Novák", "Jan Novák píše o přístavech. Texty Jana Nováka vycházejí v pátek."),
    bio("Inés Peña", "Inés Peña es redactora. Escribe de puertos desde 1998.", start_year=2001),
    bio("נועה כהן", "נועה כהן היא כתבת. היא גרה בחיפה."),
    bio("राम शर्मा", "राम शर्मा पत्रकार हैं। वे बंदरगाहों पर लिखते हैं।"),
    bio("김민지", "김민지 기자는 항구를 취재한다. 부산에 산다."),
    bio("Ayşe Yılmaz", "Ayşe Yılmaz muhabirdir. Ayşe Yılmaz'ın yazıları cuma günü çıkar."),
    # Agencies and organisations
    bio("Strait News Agency", "The Strait News Agency is owned by eleven newspapers on both shores."),
    bio("Semaphore Data Desk", "The Semaphore Data Desk is two reporters and a printer. It publishes its workings."),
    bio("AP", "The AP is a wire."),
    # The dead, the retired and the very long
    bio("Leo Crabb", "Leo Crabb (1931–2009) had 40 years’ experience when he closed the racing page.", start_year=1950),
    bio("Leo Crabb", "Leo Crabb was the paper’s editor until 1987. He died in 2009.", start_year=1946),
    bio(
        "Duncan Amory",
        "<p><strong>Duncan Amory</strong> has watched Ostrey Harbour since 1979 and written about them since 1998. Before "
        "the Semaphore he reported for the Orr Valley Argus and the Northern Ledger, and for one season edited the match "
        "programme, until the editorial about the centre-forward.</p><p>He coxed the <em>Grey Mare</em> to second place in "
        "four consecutive regattas and would rather not discuss it. Amory holds a season ticket, which he pays for. He has "
        "covered three World Cups, eleven managers and one pitch invasion, by a heron.</p><p>Amory is the author of “The "
        "Offside Trap” (2009) and “Nil–Nil” (2014), both out of print, and is writing a third, of which he says that it "
        "“has more goals in it”. You can write to him; he answers on Thursdays.</p>",
        start_year=1998,
        outlets=outlets("Orr Valley Argus", "Northern Ledger"),
        position="Chief Sports Writer",
    ),
    bio(
        "Ruth Adeyemi",
        "<p>Ruth Adeyemi teaches journalism at the University of Nord, where she founded the Centre for Slow News. Her work "
        "on water rights has taken her to forty countries and, as she says, “to every kind of queue”.</p><p>Before teaching, "
        "she was Lima correspondent of the Coastline Quarterly, and a sub-editor, a proofreader and a courier.</p>",
        position="Professor of journalism",
    ),
    # As houses write them
    bio(
        "Petra Lindqvist",
        "Petra Lindqvist is the Coast Times’ chief political correspondent, covering the Senate and the White House. She joined in 2011 after seven years at the Baltic Courier, where she ran the Brussels bureau. A native of Gävle, Lindqvist lives in D.C. with her husband, Tom, and two children.",
        position="Chief political correspondent",
        start_year=2004,
    ),
    bio(
        "Petra Lindqvist",
        "Petra is an award-winning investigative journalist with more than 15 years of experience in print, radio and TV. Her reporting has appeared in The Guardian, the BBC, Al Jazeera English and elsewhere. Tips? Signal: +46 70 000 00 00.",
        start_year=2008,
        outlets=outlets(*["The Guardian", "BBC", "Al Jazeera English"]),
    ),
    bio(
        "Tomás Ó Briain",
        "Tomás Ó Briain is an Irish-language columnist. Ó Briain’s father, the poet Seán Ó Briain, edited Feasta. Tomas, as his English editors insist on calling him, has given up correcting them.",
    ),
    bio(
        "R. J. Okafor",
        "R.J. Okafor covers energy and climate. Before that: oil. Before that: nothing much. Reach R.J. at rj@post.example or on Signal.",
    ),
    bio(
        "Leila Haddad",
        "Leila Haddad (she/her) is a Beirut-based freelance writer whose work has appeared in Foreign Policy, The Nation and +972 Magazine. She holds an MA from SOAS.",
        outlets=outlets(*["Foreign Policy", "The Nation", "+972 Magazine"]),
    ),
    bio(
        "Leila Haddad",
        "Leila Haddad writes from Beirut for The Nation, Wired and others. Follow @leilah.",
        outlets=outlets(*["The Nation", "Wired"]),
    ),
    bio(
        "Hugo Brandt",
        "Hugo Brandt, 58, spent three decades at the Evening Mail, the last ten years of it as editor. He retired in 2019; his column runs on Sundays.",
        start_year=1985,
        position="Columnist",
    ),
    bio(
        "Hugo Brandt",
        "Hugo has been with the Mail for 12 years and has covered four prime ministers. He's been named Reporter of the Year twice: in 2014 and 2019.",
        start_year=1999,
    ),
    bio(
        "Hugo Brandt",
        "Hugo Brandt is a senior fellow at the Harbour Institute and a contributing editor at the Mail.",
        position="Contributing editor",
    ),
    bio(
        "Hugo Brandt",
        "Hugo Brandt is Executive Editor and Vice President of the Mail Group.",
        position="Executive Editor",
    ),
    bio(
        "Hugo Brandt",
        "The author of five novels, Hugo Brandt has also written for the stage, radio and screen. He has contributed to Granta since 2001.",
        start_year=1995,
        outlets=outlets(*["Granta"]),
    ),
    bio(
        "Hugo Brandt",
        "Hugo Brandt is Deputy Editor (Digital). Deputy Editor since 2020, he was previously Head of Video.",
        position="Deputy Editor, Digital",
    ),
    bio("Sun-hee Kim", "Sun-hee Kim is a reporter on the business desk. Sunhee's first book, Ledger, is out in May."),
    bio("Nguyễn Thị Lan", "Nguyễn Thị Lan là phóng viên. Lan sống ở Huế."),
    bio(
        "Chloë Renard",
        "Chloë Renard photographs people at work. Her photographs have been exhibited in Lyon, Oslo and Turin and published in Le Monde.",
        outlets=outlets(*["Le Monde"]),
    ),
    bio(
        "Marcus Webb",
        "Marcus Webb has been reporting on technology for over a decade. He has written about chips since 2012, about phones since 2015 and about himself only here.",
        start_year=2011,
    ),
    bio(
        "Marcus Webb",
        "With almost 25 years in newspapers, Marcus Webb knows where the bodies are. Webber is the name of his cat.",
        start_year=2002,
    ),
    bio(
        "Marcus Webb",
        "Webb’s career spans 20 years. He is a 20-year veteran of the Mail. He has spent 20 years in the trade.",
        start_year=1998,
    ),
    bio(
        "Marcus Webb",
        "He is the author of Twenty Years Of Rain. After 20 years in banking, he has been a journalist for six years.",
        start_year=2020,
    ),
    bio("Marcus Webb", "Marcus Webb and Marcus Wells host the podcast. Marcus Webber, no relation, produces it."),
    bio(
        "Marcus Webb",
        'Marcus Webb is a reporter. Marcus Webb’s newsletter goes out on Fridays; sign up <a href="https://post.example/letters">here</a>. Got a tip? Email him.',
    ),
    bio(
        "Anna Kowalska",
        "Anna Kowalska jest redaktorką. Teksty Anny Kowalskiej ukazują się w piątki. Nagroda dla Anny Kowalskiej!",
    ),
    bio(
        "Ana García",
        "Ana García es periodista con 20 años de experiencia. Ana Garcia-Lopez, su hermana, es médica.",
        start_year=1990,
    ),
    bio(
        "Jörg Müller",
        "Jörg Müller ist Redakteur. Müllers Kolumne heißt „Quer“. Seit 1998 schreibt er.",
        start_year=2001,
    ),
    bio(
        "Stephen King",
        "Stephen King is a sports writer, and no, not that one. Kings come and go; King has stayed. Steven Kingsley edits him.",
    ),
    bio("Grace Park", "Park Grace covers parks. Parks are her beat; Parker is her pen. Graces are said."),
    bio(
        "Grace Park",
        "Grace Park covers the city. Earlier, she covered the city for the Sun, the Star and the Sun again.",
        outlets=outlets(*["The Sun"]),
    ),
    bio(
        "Grace Park",
        "Grace Park has written for the Sun in Lowell and the Star in Tyne. She tweets. She has 3 cats...",
        outlets=outlets(*["The Sun"]),
    ),
    bio("Grace Park", "Grace Park has bylines in Vogue, Elle, and TIME.", outlets=outlets(*["Vogue", "Elle", "Time"])),
    bio(
        "Grace Park",
        "Grace Park writes for The New York Times, where she is Health Editor.",
        outlets=outlets(*["The New York Times"]),
        position="Columnist",
    ),
    bio("Will Marsh", "Will Marsh is a writer. Will Marsh be next? Marsh will see. Willa Marsh is his mother."),
    bio(
        "Will Marsh",
        "Will Marsh is Politics Editor at large. He is Editor of the letters page.",
        position="Politics Editor",
    ),
    bio(
        "Diego Peña Nieto",
        "Diego Peña Nieto reports from Mexico City. Peña Nieto has no relation to the former president. Peña has said so.",
    ),
    bio("O. Penhallow", "Orla Penhallow edits. Penhallows have edited since 1871.", start_year=2009),
    bio("Wei Chen", "Wei Chen (陈伟) is a data reporter. Chen studied at Fudan. Cheng Wei is her editor."),
    bio(
        "Emily St. John", "Emily St. John is a critic. Emily St John’s first book is out. St. Johns is where she lives."
    ),
    bio(
        "Agence Bleue",
        "Agence Bleue est une agence de presse fondée en 1946. Elle emploie 200 journalistes.",
        start_year=1950,
    ),
    bio("Kim Lee", "Kim Lee has lived, and reported, on three continents for 20 years or so.", start_year=2000),
    bio("Kim Lee", "Kim Lee reports on courts. Previously: The Sun. Bylines: BBC, CNN.", outlets=outlets(*["BBC"])),
    bio(
        "Kim Lee",
        "Kim Lee has a master's degree in journalism from Nord and ten years' experience as a teacher, lawyer and cook.",
        start_year=2020,
    ),
    bio("Kim Lee", "Kim Lee brings a decade of newsroom leadership experience to the Mail.", start_year=2001),
    bio("Kim Lee", "Kim Lee is an editor with ten years of experience in audience development.", start_year=2008),
    bio(
        "Kim Lee",
        "Since 2019 Kim Lee has been Opinion Editor. Since 2009 she has been at the Mail. Since 1999, sober.",
        start_year=2005,
        position="Opinion Editor",
    ),
    # Nothing at all
    bio("Ketil Ransome", ""),
    ("Ketil Ransome", {}),
]
