/// Words from which names of invented people are put together. None is the name of a person meant.
enum NameLists {
  enum Lampung {
    static let male = WordList(
      "Zainal",
      """
      Rusdi Zulkifli Fauzi Herman Iskandar Ridwan Hasan Husin Idris Yusuf Ismail Ibrahim Mukhtar Firdaus Sahrul
      Rizal Alamsyah Darwis Fahmi Hamzah Ilyas Kamal Lukman Marwan Nasrul Rahmat Saleh Taufik Umar Yanuar
      """)
    static let female = WordList(
      "Nurhayati",
      """
      Rosmala Yurnalis Zubaidah Halimah Mariam Rohana Salmah Hayati Ratna Dahlia Asnawati Erlina Fatimah Hasanah
      Jamilah Khadijah Laila Marlina Nuraini Rosita Sakdiah Zahra Aminah Maimunah Rahmah Suryani Mega
      """)
    static let second = WordList(
      "Abidin",
      """
      Sanjaya Effendi Ismail Kesuma Marga Nawawi Pubian Rahman Syahputra Tihang Usman Wijaya Yusuf Zakaria Batin
      Buay Hanafi Jaya Karim Mega Natamarga Pratama Ramadhan Saputra Tarmizi
      """)
    static let secondFemale = WordList(
      "Kesuma",
      """
      Dewi Sari Wati Puspita Lestari Anggraini Fitriani Hidayah Indah Juita Mutiara Permata Rahayu Safitri Utami
      Wulandari Yuliana Zahara Azizah Melati
      """)
  }

  enum Java {
    static let male = WordList(
      "Agus",
      """
      Slamet Sugeng Bambang Joko Eko Dwi Tri Heri Budi Wahyu Sutrisno Suyanto Mulyono Supardi Sumarno Paijo Wagiman
      Sukirman Hariyanto Teguh Untung Yanto Triyono Widodo Purwanto Nugroho Prasetyo Rudi Arif Dimas Bayu Galih
      """)
    static let female = WordList(
      "Sri",
      """
      Siti Endang Wahyuni Sulastri Sumiyati Suparmi Tumini Wagiyem Ngatini Partini Sutini Yuni Dwi Tri Eka Rini Retno
      Wiwik Yayuk Ningsih Lestari Kartini Murni Rahayu Puji Tutik Ambar Indah Dewi Ayu
      """)
    static let second = WordList(
      "Santoso",
      """
      Prasetyo Wibowo Nugroho Saputro Susilo Utomo Hartono Wijaya Kurniawan Setiawan Purnomo Riyanto Hidayat Cahyono
      Raharjo Widodo Supriyadi Wahyudi Kuncoro Suryanto Gunawan Haryanto Mulyadi Pamungkas
      """)
    static let secondFemale = WordList(
      "Rahayu",
      """
      Lestari Wahyuni Handayani Astuti Widyastuti Utami Purwanti Ningsih Setyowati Kusumawati Mulyani Susanti
      Wulandari Hastuti Suryani Puspitasari Maharani Anggraeni Pertiwi Aminah Nurjanah Khotimah
      """)
    /// In the spelling used until 1947 and 1972.
    static let oldMale = WordList(
      "Soeparman", "Djumadi Tjipto Soetrisno Moeljono Soekardi Djoko Wirjo Soemarto Kasijan Tjokro Soedjono")
    static let oldFemale = WordList(
      "Soeparti", "Djuminem Toekinem Soelastri Moertini Tjatji Soemijem Djamilah Ngatidjem Soekarti")
  }

  enum Bali {
    static let male = WordList(
      "Sudarma",
      """
      Suardana Arta Widana Sukerta Adnyana Budiarta Darmawan Gunawan Mahendra Oka Putra Rai Sastrawan Suarjana
      Wirawan Yasa Astawa Ardika
      """)
    static let female = WordList(
      "Sari",
      """
      Suartini Ariani Budiasih Candrawati Darmayanti Kartini Laksmi Mastini Novianti Puspawati Ratnadewi Sukerti
      Trisnawati Widiani Yuliani Astiti
      """)
    /// By order of birth, repeating after the fourth child.
    static let order = ["Wayan", "Made", "Nyoman", "Ketut"]
    static let second = WordList("Wiguna", "Dharma Pradnya Kusuma Satria Mahardika Ananda Pratama Wisnu Krisna")
  }

  enum Sunda {
    static let male = WordList(
      "Asep", "Dedi Ujang Cecep Endang Iwan Yayan Jajang Kosasih Maman Nandang Oman Rohman Sukarya Tatang Wawan Yaya")
    static let female = WordList(
      "Euis", "Neneng Iis Cucu Nani Yayah Enok Imas Kokom Lilis Mimin Nining Oneng Rohayati Teti Wiwin Yuyun")
    static let second = WordList(
      "Hidayat", "Suherman Kurnia Mulyana Permana Ramdani Sanusi Supriatna Sutisna Wiguna Gunawan Rohmana Komara")
    static let secondFemale = WordList(
      "Suryati", "Rohaeni Nurhasanah Komariah Mulyati Sumiati Kurniasih Rosmiati Hayati Suhaeti Maryati")
  }

  enum Christian {
    static let male = WordList("Yohanes", "Petrus Paulus Markus Matius Stefanus Andreas Yosef Antonius Lukas Daniel")
    static let female = WordList("Maria", "Marta Elisabet Yohana Kristina Agnes Lidia Rut Ester Magdalena Veronika")
  }

  /// Given to children of our days, of every origin.
  enum Today {
    static let male = WordList(
      "Rafi",
      """
      Arkan Alvaro Dafa Fadil Gibran Hafiz Ibnu Kenzi Naufal Raka Reza Rizki Rangga Satria Zaki Aditya Bagas Farel
      Ilham Raihan Yoga
      """)
    static let female = WordList(
      "Aisyah",
      """
      Alya Anisa Aulia Azka Citra Dinda Fira Hana Intan Kayla Kirana Nabila Naila Nadia Putri Rania Salma Shifa Tiara
      Zahra Zaskia
      """)
  }
}
