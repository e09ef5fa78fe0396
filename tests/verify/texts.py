"""Reports of three invented events, each told in words of its own."""

FIRE = (
    (
        "Cháy chợ Bến Than, ba mươi sạp hàng bị thiêu rụi",
        "Khoảng 2 giờ sáng 20/11, ngọn lửa bùng lên từ dãy sạp vải ở chợ Bến Than, phường Tân Lập, tỉnh Phú Giang. Lực "
        "lượng chữa cháy huy động bảy xe và gần sáu mươi cán bộ, chiến sĩ. Đến 4 giờ, đám cháy được dập tắt. Theo ban "
        "quản lý chợ, ba mươi sạp hàng bị thiêu rụi, không có thiệt hại về người. Nguyên nhân đang được điều tra.",
    ),
    (
        "Tiểu thương chợ Bến Than trắng tay sau vụ cháy",
        "Sáng nay, nhiều tiểu thương bật khóc khi quay lại chợ Bến Than ở Phú Giang. Ngọn lửa lúc rạng sáng đã lấy đi "
        "toàn bộ hàng vải chuẩn bị cho dịp Tết. Chị Hạnh, chủ một sạp quần áo, cho biết mất gần bốn trăm triệu đồng. "
        "Chính quyền phường Tân Lập hứa bố trí chỗ bán tạm cho các hộ có sạp hàng bị cháy ngay trong tuần này.",
    ),
    (
        "Phú Giang: điều tra nguyên nhân vụ cháy chợ Bến Than",
        "Công an tỉnh Phú Giang đang khám nghiệm hiện trường vụ cháy chợ Bến Than. Bước đầu xác định lửa xuất phát từ "
        "khu sạp vải gần cổng phía đông. Vụ cháy làm ba mươi sạp hàng hư hỏng hoàn toàn. Lãnh đạo tỉnh yêu cầu rà soát "
        "phòng cháy chữa cháy tại tất cả các chợ trên địa bàn trước ngày 15/12.",
    ),
)
BRIDGE = (
    (
        "Khánh thành cầu Ba Rài nối hai bờ sông Vịnh",
        "Chiều 20/11, cầu Ba Rài bắc qua sông Vịnh chính thức thông xe sau mười tám tháng thi công. Cây cầu dài bốn "
        "trăm hai mươi mét, tổng vốn đầu tư ba trăm mười tỷ đồng, rút ngắn quãng đường từ thị xã đến cảng còn chín "
        "cây số. Người dân hai bờ không còn phải chờ phà mỗi mùa nước nổi.",
    ),
    (
        "Thông xe cầu Ba Rài, người dân hết cảnh chờ phà",
        "Từ hôm nay bến phà Ba Rài ngừng hoạt động sau bốn mươi năm. Cầu Ba Rài với bốn làn xe đã thông xe trong niềm "
        "vui của người dân hai bờ sông Vịnh. Ông Tư, lái phà lâu năm, nói ông tiếc bến cũ nhưng mừng cho bà con. Cây "
        "cầu được khởi công cách đây mười tám tháng.",
    ),
)
RICE = (
    (
        "Giá lúa đông xuân nhích lên, nông dân phấn khởi",
        "Thương lái đang thu mua lúa tươi tại ruộng với giá bảy nghìn hai trăm đồng một ký, cao hơn tuần trước hai "
        "trăm đồng. Các nhà máy xay xát nhận thêm đơn hàng xuất khẩu sang Philippines. Ngành nông nghiệp khuyến cáo bà "
        "con xuống giống đúng lịch thời vụ để tránh mặn.",
    ),
)
