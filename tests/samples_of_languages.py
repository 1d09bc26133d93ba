"""Short invented texts in languages that are taken for each other."""

from __future__ import annotations

SAMPLES = {
    "en": [
        "The county said that the new bridge over the river will open to the public on Monday, once the"
        " repairs are done.",
        "Forty people of the village were taken to a shelter after the flood of yesterday evening.",
        "Police said that the car was found at the side of the road, and that they still look into it.",
    ],
    "id": [
        "Pemerintah daerah mengumumkan bahwa jembatan baru di Sungai Laut akan dibuka untuk umum pada"
        " hari Senin setelah perbaikan selesai.",
        "Sebanyak empat puluh warga desa dipindahkan ke tempat pengungsian karena banjir bandang yang"
        " terjadi kemarin sore.",
        "Polisi mengatakan mobil itu ditemukan di pinggir jalan dekat kantor kecamatan, dan penyelidikan"
        " masih berlangsung.",
    ],
    "ms": [
        "Kerajaan negeri mengumumkan bahawa jambatan baharu di Sungai Laut akan dibuka kepada orang awam"
        " pada hari Isnin selepas kerja pembaikan siap.",
        "Seramai empat puluh orang penduduk kampung dipindahkan ke pusat pemindahan kerana banjir kilat"
        " yang berlaku petang semalam.",
        "Polis berkata kereta itu dijumpai di tepi jalan berhampiran pejabat daerah, dan siasatan masih"
        " dijalankan.",
    ],
    "hi": [
        "राज्य सरकार ने कहा है कि नदी पर बना नया पुल मरम्मत पूरी होने"
        " के बाद सोमवार से लोगों के लिए खोल दिया जाएगा।",
        "कल शाम आई बाढ़ के कारण गांव के चालीस लोगों को सुरक्षित जगह पर ले जाया गया है।",
        "पुलिस ने बताया कि गाड़ी सड़क के किनारे मिली और जांच अभी जारी है।",
    ],
    "mr": [
        "राज्य सरकारने सांगितले की नदीवरील नवीन पूल सोमवारपासून लोकांसाठी"
        " खुला होणार आहे, कारण दुरुस्तीचे काम पूर्ण झाले आहे.",
        "काल संध्याकाळी आलेल्या पुरामुळे गावातील चाळीस लोकांना सुरक्षित ठिकाणी हलवण्यात आले आहे.",
        "पोलिसांनी सांगितले की गाडी रस्त्याच्या कडेला सापडली आणि तपास अजून सुरू आहे.",
    ],
    "ne": [
        "राज्य सरकारले नदीमाथिको नयाँ पुल मर्मत सकिएपछि सोमबारदेखि सर्वसाधारणका लागि खुला गर्ने बताएको छ।",
        "हिजो साँझ आएको बाढीका कारण गाउँका चालीस जनालाई सुरक्षित स्थानमा सारिएको छ।",
        "प्रहरीले गाडी सडक छेउमा फेला परेको र अनुसन्धान भइरहेको जनाएको छ।",
    ],
}
